import { chmodSync, writeFileSync } from "node:fs";
import { type StandInOptions, startStandIns } from "#sim";
import type { Fault } from "../../sim/faults/index.ts";

/**
 * The stand-in venues as a process of their own, like `tandem sim`, which beyond that takes faults while it runs:
 * a scenario says when its venues break by what it saw, not by the clock. Arguments: options as JSON, and where the
 * wallet's key goes.
 */
const [, , options = "{}", walletFile = ""] = process.argv;
const standIns = await startStandIns(JSON.parse(options) as StandInOptions);
const { wallet } = standIns.solana;
if (wallet !== undefined) {
  writeFileSync(walletFile, JSON.stringify(wallet.secretKey), { mode: 0o600 });
  chmodSync(walletFile, 0o600);
}
process.on("message", (fault: Fault) => {
  standIns.faults.inject(fault);
  process.send?.("injected");
});
process.on("disconnect", () => process.exit(0));
process.send?.({ addresses: standIns.addresses, keys: standIns.gemini.keys });
