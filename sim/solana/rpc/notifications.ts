import type { AccountVersion } from "../chain/account-store.ts";
import type { Block } from "../chain/block-log.ts";
import type { Chain } from "../chain/chain.ts";
import { isSeen } from "../chain/transaction-log.ts";
import { accountJson } from "./account-json.ts";
import type { ProgramFilter, Subscription } from "./subscription.ts";

/** The `result` of a notification, as JSON text, and the account, signature or topic that it is about. */
export interface Notification {
  readonly stream: string;
  readonly result: string;
}

type Of<K extends Subscription["kind"]> = Extract<Subscription, { kind: K }>;

function withContext(slot: number, value: unknown): string {
  return JSON.stringify({ context: { slot }, value });
}

function matches(version: AccountVersion, filter: ProgramFilter): boolean {
  if ("dataSize" in filter) return version.data.length === filter.dataSize;
  const { offset, bytes } = filter.memcmp;
  return version.data.subarray(offset, offset + bytes.length).equals(bytes);
}

function ofAccount(chain: Chain, block: Block, { key, encoding }: Of<"account">): Notification[] {
  if (!chain.accounts.changedIn(block.slot).has(key)) return [];
  const value = accountJson(chain.accounts.at(key, block.slot), encoding);
  return [{ stream: key, result: withContext(block.slot, value) }];
}

function ofProgram(chain: Chain, block: Block, wanted: Of<"program">): Notification[] {
  const found: Notification[] = [];
  for (const key of chain.accounts.changedIn(block.slot)) {
    const version = chain.accounts.at(key, block.slot);
    if (version?.owner !== wanted.program) continue;
    if (!wanted.filters.every((filter) => matches(version, filter))) continue;
    const value = { account: accountJson(version, wanted.encoding), pubkey: key };
    found.push({ stream: key, result: withContext(block.slot, value) });
  }
  return found;
}

function ofLogs(chain: Chain, block: Block, { mentions }: Of<"logs">): Notification[] {
  const sight = { upTo: block, newest: chain.view("processed") };
  return chain.transactions
    .inSlot(block.slot)
    .filter((one) => isSeen(one, sight))
    .filter((one) => mentions === undefined || one.accounts.includes(mentions))
    .map(({ signature, logs, err }) => ({
      stream: mentions ?? "logs",
      result: withContext(block.slot, { err, logs, signature }),
    }));
}

/** One that landed before anyone asked is told about with the next block. */
function ofSignature(chain: Chain, block: Block, wanted: Of<"signature">): Notification[] {
  const { signature, commitment } = wanted;
  const landed = chain.transactions.find(signature, { upTo: block, newest: chain.view("processed") });
  if (landed === undefined) return [];
  // A fork that will be given up is never final.
  if (landed.vanishHeight !== undefined && commitment === "finalized") return [];
  return [{ stream: signature, result: withContext(block.slot, { err: landed.err }) }];
}

function ofSlot(chain: Chain, block: Block): Notification[] {
  const root = chain.view("finalized").slot;
  return [{ stream: "slots", result: JSON.stringify({ parent: block.parent, root, slot: block.slot }) }];
}

/** What a block means for a subscription, once the block has reached the subscription's commitment. */
export function notificationsOf(chain: Chain, block: Block, subscription: Subscription): Notification[] {
  switch (subscription.kind) {
    case "slot":
      return ofSlot(chain, block);
    case "account":
      return ofAccount(chain, block, subscription);
    case "program":
      return ofProgram(chain, block, subscription);
    case "logs":
      return ofLogs(chain, block, subscription);
    case "signature":
      return ofSignature(chain, block, subscription);
  }
}
