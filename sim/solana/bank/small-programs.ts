import type { Address } from "@solana/kit";
import { rentExemptLamports, tokenAccount } from "../chain/spl-accounts.ts";
import { SYSTEM_PROGRAM, TOKEN_PROGRAM } from "../ids.ts";
import { associatedTokenAddress } from "../program/pda.ts";
import { custom, InstructionFailure } from "./failures.ts";
import type { GivenAccount, Invocation } from "./invocation.ts";
import { readHolding } from "./token-program.ts";

const BUDGET_UNITS = 150;
const MEMO_UNITS = 5_000;
const ATA_EXISTS_UNITS = 7_000;
const ATA_CREATE_UNITS = 21_000;
const SYSTEM_INSUFFICIENT_FUNDS = 1;

/** The budget was read before anything ran; here its instructions only cost their units. */
export function computeBudgetProgram({ meter }: Invocation): void {
  meter.consume(BUDGET_UNITS);
}

/** Writes UTF-8 text into the log; every account that is given must have signed. */
export function memoProgram({ data, given, meter }: Invocation): void {
  meter.consume(MEMO_UNITS);
  if (given.some(({ isSigner }) => !isSigner)) throw new InstructionFailure("MissingRequiredSignature");
  const text = data.toString("utf8");
  if (!Buffer.from(text, "utf8").equals(data)) throw new InstructionFailure("InvalidInstructionData");
  meter.log(`Program log: Memo (len ${data.length}): ${JSON.stringify(text)}`);
}

function payRent({ accounts }: Invocation, payer: GivenAccount, lamports: bigint): void {
  if (!payer.isSigner) throw new InstructionFailure("MissingRequiredSignature");
  const account = accounts.get(payer.address);
  if (account === undefined || account.lamports < lamports) throw custom(SYSTEM_INSUFFICIENT_FUNDS);
  accounts.put(payer.address, { ...account, lamports: account.lamports - lamports });
}

function create(invocation: Invocation, payer: GivenAccount, owner: Address, mint: Address): void {
  const made = tokenAccount(mint, owner, 0n);
  payRent(invocation, payer, rentExemptLamports(made.data.length));
  invocation.accounts.put(associatedTokenAddress(owner, mint), made);
}

/**
 * `Create` (data empty or 0) and `CreateIdempotent` (1) of a standing token account: payer, account, owner,
 * mint, system program, token program.
 */
export function associatedTokenProgram(invocation: Invocation): void {
  const { given, data, accounts, meter } = invocation;
  const [payer, account, owner, mint, system, token] = given;
  if (!payer || !account || !owner || !mint || !system || !token)
    throw new InstructionFailure("NotEnoughAccountKeys");
  const kind = data[0] ?? 0;
  if (data.length > 1 || kind > 1) throw new InstructionFailure("InvalidInstructionData");
  meter.log(`Program log: ${kind === 1 ? "CreateIdempotent" : "Create"}`);
  const programsFit = system.address === SYSTEM_PROGRAM && token.address === TOKEN_PROGRAM;
  if (!programsFit) throw new InstructionFailure("IncorrectProgramId");
  if (account.address !== associatedTokenAddress(owner.address, mint.address))
    throw new InstructionFailure("InvalidSeeds");
  const holding = readHolding(accounts.get(account.address));
  meter.consume(holding === undefined ? ATA_CREATE_UNITS : ATA_EXISTS_UNITS);
  if (holding === undefined) create(invocation, payer, owner.address, mint.address);
  else if (kind === 0) throw new InstructionFailure("IllegalOwner");
}
