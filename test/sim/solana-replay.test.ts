import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { createFaultClock } from "../../sim/faults/index.ts";
import { createPool } from "../../sim/solana/genesis/create-pool.ts";
import { startSolanaReplay } from "../../sim/solana/index.ts";
import { encodeTickArray } from "../../sim/solana/program/tick-array-account.ts";
import { encodeWhirlpool } from "../../sim/solana/program/whirlpool-account.ts";

const DATA = fileURLToPath(new URL("../../../shared/data", import.meta.url));
const CLOCK = "SysvarC1ock11111111111111111111111111111111";
const ended: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ended.splice(0)) await end();
});

async function aReplay(dataDir: string) {
  const faults = createFaultClock({ faults: [] }, () => performance.now());
  const solana = await startSolanaReplay({ dataDir, faults, seed: 1, slotMs: 40 });
  ended.push(solana.stop);
  return solana;
}

describe("the stand-in node over recorded accounts", () => {
  it.skipIf(!existsSync(DATA))("serves every recorded mainnet account from the highest slot on", async () => {
    const solana = await aReplay(DATA);
    expect(solana.slot()).toBe(365_795_240);
    expect(solana.allPools).toHaveLength(9);
    expect(solana.pools.SOL?.address).toBe("4HppGTweoGQ8ZZ6UcCgwJKfi5mJD9Dqwy6htCpnbfBLW");
    expect(solana.pools.BTC?.address).toBe("55BrDTCLWayM16GwrMEQU57o4PTm6ceF9wavSdNZcEiy");
    const dump = readFileSync(join(DATA, "solana/orca-eos365795240/eos365795240.dump.csv"), "utf8");
    for (const line of dump.trim().split("\n")) {
      const [key = "", base64 = ""] = line.split(",");
      const bytes = solana.accountAt(key, solana.slot())!;
      expect(Buffer.from(base64, "base64").equals(bytes)).toBe(true);
    }
    const decimals = ({ baseMint }: { baseMint: string }) => solana.accountAt(baseMint, solana.slot())?.[44];
    expect(Object.entries(solana.pools).map(([base, pool]) => [base, decimals(pool)])).toEqual([
      ["SOL", 9],
      ["KMNO", 6],
      ["ETH", 8],
      ["BTC", 8],
    ]);
    const clock = Buffer.from(solana.accountAt(CLOCK, 365_795_240)!);
    expect(clock.readBigInt64LE(32)).toBe(1_757_467_270n);
  });

  it("goes on in slots and time while the recorded accounts stay, whatever other files lie about", async () => {
    const folder = mkdtempSync(join(tmpdir(), "recorded-"));
    ended.push(() => rmSync(folder, { recursive: true }));
    const { state } = createPool("ETH", 2_700, 1_700_000_000);
    const account = (pubkey: string, data: Buffer) => ({
      pubkey,
      account: {
        data: [data.toString("base64"), "base64"],
        owner: "whirLbMiicVdio4qvUfM5KAg6Ct8VwpYzGff3uctyCc",
      },
    });
    const arrays = [...state.arrays.values()].map((array) => account(array.address, encodeTickArray(array)));
    const accounts = [account(state.address, encodeWhirlpool(state.whirlpool)), ...arrays];
    writeFileSync(join(folder, "pool.json.gz"), gzipSync(JSON.stringify({ slot: 5_000_000, accounts })));
    writeFileSync(
      join(folder, "moment.json"),
      JSON.stringify({ slot: 5_000_000, nextBlockTime: 1_700_000_123 }),
    );
    writeFileSync(join(folder, "other.json"), "not json");
    const solana = await aReplay(folder);
    const clockSec = () => Buffer.from(solana.accountAt(CLOCK, solana.slot())!).readBigInt64LE(32);
    expect(clockSec()).toBe(1_700_000_123n);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(solana.slot()).toBeGreaterThan(5_000_003);
    expect(solana.poolAt(state.address, solana.slot())).toEqual(state.whirlpool);
    expect(solana.accountAt(state.whirlpool.vaultA, solana.slot())).toHaveLength(165);
  });

  it("refuses a folder without any account", async () => {
    const folder = mkdtempSync(join(tmpdir(), "empty-"));
    ended.push(() => rmSync(folder, { recursive: true }));
    await expect(aReplay(folder)).rejects.toThrow("no account dump");
  });
});
