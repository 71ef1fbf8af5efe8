import type { Address } from "@solana/kit";
import { readAddress } from "../bytes.ts";
import type { Account } from "../chain/account-store.ts";
import { TOKEN_PROGRAM } from "../ids.ts";
import { custom } from "./failures.ts";
import type { Invocation } from "./invocation.ts";

/** A token account's fields: 0 mint, 32 owner, 64 amount u64, 109 native option u32. */
export interface TokenHolding {
  readonly mint: Address;
  readonly owner: Address;
  readonly amount: bigint;
}

const TOKEN_ACCOUNT_BYTES = 165;
const NATIVE_OPTION_AT = 109;
const INSUFFICIENT_FUNDS = 1;
const OWNER_MISMATCH = 4;
const TRANSFER_UNITS = 6_200;

/** Undefined for an account that holds no tokens. */
export function readHolding(account: Account | undefined): TokenHolding | undefined {
  if (account?.owner !== TOKEN_PROGRAM || account.data.length !== TOKEN_ACCOUNT_BYTES) return undefined;
  const { data } = account;
  return { mint: readAddress(data, 0), owner: readAddress(data, 32), amount: data.readBigUInt64LE(64) };
}

/** The account with another amount; wrapped SOL keeps as many lamports besides its rent. */
function withAmount(account: Account, amount: bigint): Account {
  const data = Buffer.from(account.data);
  const change = amount - data.readBigUInt64LE(64);
  data.writeBigUInt64LE(amount, 64);
  const isNative = data.readUInt32LE(NATIVE_OPTION_AT) === 1;
  return { ...account, data, lamports: account.lamports + (isNative ? change : 0n) };
}

export interface Transfer {
  readonly from: Address;
  readonly to: Address;
  readonly authority: Address;
  readonly amount: bigint;
}

/** `TransferChecked`, called by another program. Fails with the token program's own codes. */
export function transferTokens({ accounts, meter }: Invocation, transfer: Transfer): void {
  const { from, to, authority, amount } = transfer;
  meter.invoke(TOKEN_PROGRAM, 2, () => {
    meter.log("Program log: Instruction: TransferChecked");
    meter.consume(TRANSFER_UNITS);
    const source = accounts.get(from);
    const holding = readHolding(source);
    if (source === undefined || holding === undefined) throw custom(OWNER_MISMATCH);
    if (holding.amount < amount) {
      meter.log("Program log: Error: insufficient funds");
      throw custom(INSUFFICIENT_FUNDS);
    }
    if (holding.owner !== authority) {
      meter.log("Program log: Error: owner does not match");
      throw custom(OWNER_MISMATCH);
    }
    accounts.put(from, withAmount(source, holding.amount - amount));
    const target = accounts.get(to);
    const before = readHolding(target);
    if (target === undefined || before === undefined) throw custom(OWNER_MISMATCH);
    accounts.put(to, withAmount(target, before.amount + amount));
  });
}
