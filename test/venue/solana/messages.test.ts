import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readFrame } from "../../../src/venue/solana/messages.ts";

const account =
  '{"jsonrpc":"2.0","method":"accountNotification","params":{"result":{"context":{"slot":365795240},' +
  '"value":{"data":["AAEC","base64"],"executable":false,"lamports":5435760,' +
  '"owner":"whirLbMiicVdio4qvUfM5KAg6Ct8VwpYzGff3uctyCc","rentEpoch":18446744073709551615,"space":3}},"subscription":23784}}';

describe("reading a frame of the socket", () => {
  it("reads an account notification although its rentEpoch is beyond a double", () => {
    expect(readFrame(account)).toMatchObject({
      kind: "account",
      subscription: 23784,
      slot: 365795240,
      account: { data: ["AAEC", "base64"], owner: "whirLbMiicVdio4qvUfM5KAg6Ct8VwpYzGff3uctyCc" },
    });
  });

  it("reads slots, replies and errors", () => {
    expect(
      readFrame(
        '{"jsonrpc":"2.0","method":"slotNotification","params":{"result":{"parent":75,"root":44,"slot":76},"subscription":0}}',
      ),
    ).toEqual({ kind: "slot", subscription: 0, slot: 76 });
    expect(readFrame('{"jsonrpc":"2.0","result":23784,"id":1}')).toEqual({
      kind: "reply",
      id: 1,
      result: 23784,
    });
    expect(readFrame('{"jsonrpc":"2.0","result":true,"id":2}')).toEqual({
      kind: "reply",
      id: 2,
      result: true,
    });
    expect(readFrame('{"jsonrpc":"2.0","error":{"code":-32602,"message":"Invalid"},"id":3}')).toEqual({
      kind: "error",
      id: 3,
      message: "-32602 Invalid",
    });
  });

  it.each([
    ["a slot as text", account.replace("365795240", '"365795240"')],
    ["a negative slot", account.replace("365795240", "-1")],
    ["a slot that JSON.parse rounds", account.replace("365795240", "18446744073709551615")],
    ["another encoding", account.replace('"base64"]', '"jsonParsed"]')],
    ["data that is no text", account.replace('"AAEC"', "null")],
    ["no subscription", account.replace(',"subscription":23784', "")],
    ["an unknown method", account.replace("accountNotification", "voteNotification")],
    ["half a frame", account.slice(0, 200)],
    ["an empty frame", ""],
    ["a list", "[]"],
    ["null", "null"],
    ["another object", '{"hello":1}'],
  ])("refuses %s and says why", (_, text) => {
    const frame = readFrame(text);
    expect(frame.kind).toBe("refused");
    expect(frame.kind === "refused" && frame.reason.length).toBeGreaterThan(3);
  });

  it("never throws on any JSON or any text", () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        expect(["reply", "error", "refused"]).toContain(readFrame(text).kind);
      }),
    );
  });
});
