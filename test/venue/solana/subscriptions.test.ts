import { beforeEach, describe, expect, it } from "vitest";
import {
  createSubscriptions,
  SLOT_KEY,
  type Subscriptions,
} from "../../../src/venue/solana/subscriptions.ts";

interface Request {
  readonly id: number;
  readonly method: string;
  readonly params?: readonly unknown[];
}

let sent: Request[] = [];
let subscriptions: Subscriptions;

beforeEach(() => {
  sent = [];
  subscriptions = createSubscriptions((text) => sent.push(JSON.parse(text) as Request) > 0);
});

/** Answers every request that is still open with ids from 500 on. */
function answerAll(from = 500): void {
  for (const request of sent) {
    if (request.method.endsWith("Subscribe")) subscriptions.accepted(request.id, from + request.id);
  }
}

describe("the subscriptions", () => {
  it("asks for the slots and each account when the socket opens, at confirmed and in base64", () => {
    subscriptions.want(new Set(["a", "b"]), 0);
    expect(sent).toEqual([]);
    subscriptions.opened(0);
    expect(sent.map(({ method }) => method)).toEqual([
      "slotSubscribe",
      "accountSubscribe",
      "accountSubscribe",
    ]);
    expect(sent[1]?.params).toEqual(["a", { commitment: "confirmed", encoding: "base64" }]);
    expect(subscriptions.isSettled()).toBe(false);
    answerAll();
    expect(subscriptions.isSettled()).toBe(true);
    expect(subscriptions.keyOf(501)).toBe(SLOT_KEY);
    expect(subscriptions.keyOf(502)).toBe("a");
  });

  it("forgets the server's ids with the socket and asks for everything again", () => {
    subscriptions.want(new Set(["a"]), 0);
    subscriptions.opened(0);
    answerAll();
    subscriptions.closed();
    expect(subscriptions.keyOf(502)).toBeUndefined();
    sent = [];
    subscriptions.opened(1);
    expect(sent).toHaveLength(2);
    expect(subscriptions.isSettled()).toBe(false);
  });

  it("sends only what differs when the wanted accounts change", () => {
    subscriptions.want(new Set(["a", "b"]), 0);
    subscriptions.opened(0);
    answerAll();
    sent = [];
    subscriptions.want(new Set(["b", "c"]), 0);
    expect(sent.map(({ method, params }) => [method, params?.[0]])).toEqual([
      ["accountUnsubscribe", 502],
      ["accountSubscribe", "c"],
    ]);
    expect(subscriptions.keyOf(502)).toBeUndefined();
  });

  it("unsubscribes before it subscribes again, so that nothing is told twice", () => {
    subscriptions.want(new Set(["a"]), 0);
    subscriptions.opened(0);
    answerAll();
    sent = [];
    subscriptions.renew("a", 5);
    expect(sent.map(({ method }) => method)).toEqual(["accountUnsubscribe", "accountSubscribe"]);
    expect(subscriptions.isSettled()).toBe(false);
    answerAll(700);
    expect(subscriptions.isSettled()).toBe(true);
  });

  it("undoes a subscription whose reply comes after it was no longer wanted", () => {
    subscriptions.want(new Set(["a"]), 0);
    subscriptions.opened(0);
    subscriptions.want(new Set(), 0);
    answerAll();
    expect(sent.at(-1)).toMatchObject({ method: "accountUnsubscribe", params: [502] });
    expect(subscriptions.keyOf(502)).toBeUndefined();
    expect(subscriptions.isSettled()).toBe(true);
  });

  it("stays unsettled on a refusal and says since when", () => {
    subscriptions.want(new Set(["a"]), 40);
    subscriptions.opened(40);
    subscriptions.accepted(1, 900);
    expect(subscriptions.rejected(2)).toBe("a");
    expect(subscriptions.isSettled()).toBe(false);
    expect(subscriptions.oldestRequestNs()).toBe(40);
  });
});
