import type { Address } from "@solana/kit";

export interface Account {
  readonly owner: Address;
  readonly lamports: bigint;
  /** Never written to after it was stored. */
  readonly data: Buffer;
}

/** An account as it was from this slot until its next version. */
export interface AccountVersion extends Account {
  readonly slot: number;
  /** `data` in base64, written once for all readers. */
  readonly base64: string;
}

export interface AccountStore {
  /** Writes an account in a slot that is not before any earlier write. */
  put(address: Address, account: Account, slot: number): void;
  /** The account as of the end of a slot; undefined where it did not exist or the history is gone. */
  at(address: Address, slot: number): AccountVersion | undefined;
  changedIn(slot: number): ReadonlySet<Address>;
  ownedBy(owner: Address, slot: number): [Address, AccountVersion][];
}

const NOTHING: ReadonlySet<Address> = new Set();

class StoredVersion implements AccountVersion {
  readonly slot: number;
  readonly owner: Address;
  readonly lamports: bigint;
  readonly data: Buffer;
  #base64: string | undefined;

  constructor(account: Account, slot: number) {
    this.slot = slot;
    this.owner = account.owner;
    this.lamports = account.lamports;
    this.data = account.data;
  }

  get base64(): string {
    this.#base64 ??= this.data.toString("base64");
    return this.#base64;
  }
}

/** Keeps each account's versions of the last `historySlots` slots, and the one before them. */
export function createAccountStore(historySlots: number): AccountStore {
  const versionsOf = new Map<Address, AccountVersion[]>();
  const changes = new Map<number, Set<Address>>();

  const forget = (versions: AccountVersion[], slot: number): void => {
    const oldest = slot - historySlots;
    while ((versions[1]?.slot ?? slot) <= oldest) versions.shift();
  };
  const noteChange = (address: Address, slot: number): void => {
    const known = changes.get(slot);
    if (known !== undefined) {
      known.add(address);
      return;
    }
    changes.set(slot, new Set([address]));
    for (const past of changes.keys()) {
      if (past >= slot - historySlots) break;
      changes.delete(past);
    }
  };
  const at = (address: Address, slot: number) =>
    versionsOf.get(address)?.findLast((version) => version.slot <= slot);

  return {
    put(address, account, slot) {
      const versions = versionsOf.get(address) ?? [];
      versionsOf.set(address, versions);
      if (versions.at(-1)?.slot === slot) versions.pop();
      versions.push(new StoredVersion(account, slot));
      forget(versions, slot);
      noteChange(address, slot);
    },
    at,
    changedIn: (slot) => changes.get(slot) ?? NOTHING,
    ownedBy(owner, slot) {
      const found: [Address, AccountVersion][] = [];
      for (const address of versionsOf.keys()) {
        const version = at(address, slot);
        if (version?.owner === owner) found.push([address, version]);
      }
      return found;
    },
  };
}
