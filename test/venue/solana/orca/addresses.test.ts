import { address } from "@solana/kit";
import { describe, expect, it } from "vitest";
import {
  createOrcaAddresses,
  decodeWhirlpool,
  ORCA_IMMUTABLE_PROGRAM,
  readTickArray,
} from "../../../../src/venue/solana/orca/index.ts";
import { fixtureText } from "./support.ts";

const SOL_USDC = address("4HppGTweoGQ8ZZ6UcCgwJKfi5mJD9Dqwy6htCpnbfBLW");

describe("addresses of a pool's accounts", () => {
  const addresses = createOrcaAddresses();
  const rows = fixtureText("mainnet-365795240.csv")
    .trim()
    .split("\n")
    .map((line) => line.split(","));
  const bytesOf = (data: string) => Buffer.from(data, "base64");

  it("find the oracle", async () => {
    expect(await addresses.oracle(SOL_USDC)).toBe("31HfnCJfkAmdiAqXTRPVCPo9uDXLRstpK7tU2kk5zYB7");
  });

  it("find every tick array of the fixture by its start tick", async () => {
    const arrays = rows.filter(([, data]) => data!.startsWith("Edj2juHH2j"));
    expect(arrays.length).toBe(3);
    for (const [pubkey, data] of arrays) {
      const { whirlpool, startTick } = readTickArray(bytesOf(data!));
      expect(await addresses.tickArray(whirlpool, startTick)).toBe(pubkey);
    }
  });

  it("find the pool of two mints, adaptive or not", async () => {
    for (const [pubkey, data] of rows.filter(([, text]) => text!.startsWith("P5XRDOGAYw"))) {
      const { config, tokenMintA, tokenMintB, feeTierIndex } = decodeWhirlpool(bytesOf(data!));
      expect(await addresses.whirlpool(config, tokenMintA, tokenMintB, feeTierIndex)).toBe(pubkey);
    }
  });

  it("are derived once and differ between the two programs", async () => {
    expect(addresses.oracle(SOL_USDC)).toBe(addresses.oracle(SOL_USDC));
    const other = createOrcaAddresses(ORCA_IMMUTABLE_PROGRAM);
    expect(await other.oracle(SOL_USDC)).not.toBe(await addresses.oracle(SOL_USDC));
  });
});
