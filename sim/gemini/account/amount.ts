/** A quantity of an asset in steps of 1e-18, exact whatever the asset. */
export type Amount = bigint;

const DECIMALS = 18;

/** Reads unsigned decimal text of up to 18 decimals; undefined for anything else. */
export function parseAmount(text: string): Amount | undefined {
  const [, whole, fraction = ""] = /^(\d+)(?:\.(\d{1,18}))?$/.exec(text) ?? [];
  return whole === undefined ? undefined : BigInt(whole + fraction.padEnd(DECIMALS, "0"));
}

/** Writes an amount without needless zeros: "199.5", "-0.000001", "0". */
export function amountText(amount: Amount): string {
  const digits = String(amount < 0n ? -amount : amount).padStart(DECIMALS + 1, "0");
  const fraction = digits.slice(-DECIMALS).replace(/0+$/, "");
  const text = `${digits.slice(0, -DECIMALS)}${fraction === "" ? "" : `.${fraction}`}`;
  return amount < 0n ? `-${text}` : text;
}

/** The amount that is `count` steps of 10^-decimals, for up to 18 decimals. */
export function stepsAmount(count: number | bigint, decimals: number): Amount {
  return BigInt(count) * 10n ** BigInt(DECIMALS - decimals);
}

/** `numerator / divisor` for unsigned numbers, rounded half up. */
export function divideHalfUp(numerator: bigint, divisor: bigint): bigint {
  return (2n * numerator + divisor) / (2n * divisor);
}
