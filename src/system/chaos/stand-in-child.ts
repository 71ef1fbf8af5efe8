import { type StandInOptions, type StandIns, startStandIns } from "#sim";
import type { Fault } from "./draw-faults.ts";

/**
 * The venues of a chaos run, a process of their own that no kill touches. Takes its options as the first message,
 * answers with where it is, and after that takes faults that begin at once.
 */
export type WorldMessage =
  | { readonly kind: "open"; readonly options: StandInOptions }
  | { readonly kind: "inject"; readonly faults: readonly Fault[] };

export type WorldAnswer =
  | {
      readonly kind: "opened";
      readonly env: Readonly<Record<string, string>>;
      readonly truth: string;
      /** The trading key as `solana-keygen` writes it. */
      readonly wallet: readonly number[];
    }
  | { readonly kind: "failed"; readonly reason: string };

async function open(options: StandInOptions): Promise<StandIns> {
  const standIns = await startStandIns(options);
  const { env, truth } = standIns.addresses;
  answer({ kind: "opened", env, truth, wallet: standIns.solana.wallet?.secretKey ?? [] });
  return standIns;
}

function answer(said: WorldAnswer): void {
  process.send?.(said);
}

function serve(): void {
  let standIns: StandIns | null = null;
  process.on("message", (message: WorldMessage) => {
    if (message.kind === "inject") {
      for (const fault of message.faults) standIns?.faults.inject(fault);
      return;
    }
    open(message.options).then(
      (opened) => {
        standIns = opened;
      },
      (error: unknown) => {
        answer({ kind: "failed", reason: String(error) });
        process.exit(1);
      },
    );
  });
  // Ctrl-C reaches the whole group: the parent ends this process when the run is over.
  process.on("SIGINT", () => {});
  process.on("disconnect", () => process.exit(0));
}

if (import.meta.main) serve();
