import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { StandInAddresses, StandInOptions } from "#sim";
import type { Fault } from "../../sim/faults/index.ts";

export interface KeyPair {
  readonly key: string;
  readonly secret: string;
}

/** What a venue really holds, decimal text by asset. */
type Holdings = Readonly<Record<string, string>>;

/** Both accounts as they are, whatever anybody was told: the part of `GET /truth` that scenarios look at. */
export interface Truth {
  readonly gemini: {
    readonly balances: Holdings;
    readonly orders: readonly {
      readonly client_order_id: string;
      readonly order_id: string;
      readonly symbol: string;
      readonly executed: string;
      readonly state: string;
    }[];
    readonly fills: readonly { readonly order_id: string; readonly fee: string }[];
  };
  readonly solana: {
    readonly balances: Holdings;
    readonly transactions: readonly { readonly signature: string; readonly status: string }[];
  };
}

/** Stand-in venues in a process of their own, which can be broken, frozen and killed alone. */
export interface StandInsProcess extends AsyncDisposable {
  readonly child: ChildProcess;
  readonly addresses: StandInAddresses;
  /** Configuration that leads to them, keys and wallet included. */
  readonly env: Record<string, string>;
  readonly keys: Readonly<
    Record<"trader" | "auditor" | "incremental" | "heartbeat" | "successor" | "stranger", KeyPair>
  >;
  /** Begins a fault at once; resolves when it is in force. */
  inject(fault: Fault): Promise<void>;
  truth(): Promise<Truth>;
}

const CHILD = fileURLToPath(import.meta.resolve("./stand-ins-child.ts"));
const DEFAULTS: StandInOptions = {
  ...{ seed: 7, scenario: "churning", bases: ["SOL", "BTC", "ETH"], slotMs: 250, captureDir: null },
  ...{ faults: { faults: [] }, geminiPort: 0, solanaPort: 0 },
};

export async function startStandInsProcess(options: Partial<StandInOptions> = {}): Promise<StandInsProcess> {
  const folder = mkdtempSync(join(tmpdir(), "tandem-venues-"));
  const walletFile = join(folder, "wallet.json");
  const child = fork(CHILD, [JSON.stringify({ ...DEFAULTS, ...options }), walletFile], { execArgv: [] });
  const [{ addresses, keys }] = await once(child, "message");
  return {
    ...{ child, addresses, keys },
    env: { ...addresses.env, SOLANA_KEYPAIR: walletFile },
    async inject(fault) {
      const done = once(child, "message");
      child.send(fault);
      await done;
    },
    truth: async () => (await (await fetch(addresses.truth)).json()) as Truth,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, "exit");
        child.kill("SIGKILL");
        await ended;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
