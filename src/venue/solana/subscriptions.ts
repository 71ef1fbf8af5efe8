/** Key of the slot heartbeat among the account addresses. */
export const SLOT_KEY = "slot";

type Subscription =
  | { readonly kind: "requested"; readonly requestId: number; readonly sinceNs: number }
  | { readonly kind: "active"; readonly id: number };

/**
 * Which account each subscription id of the current socket means. Ids are the server's and die with the
 * socket; a frame of an id that is not known (any more) belongs to nobody.
 */
export interface Subscriptions {
  /** A new socket is open: subscribe to everything that is wanted. */
  opened(nowNs: number): void;
  /** The socket is gone and its ids with it. */
  closed(): void;
  /** Replaces the set of accounts; sends only what differs. The slot heartbeat is always wanted. */
  want(accounts: ReadonlySet<string>, nowNs: number): void;
  /** Ends and repeats one subscription that seems to have stopped. */
  renew(account: string, nowNs: number): void;
  /** The reply to a request: true when it was a subscription of ours. */
  accepted(requestId: number, result: number | boolean): boolean;
  /** The server said no; returns the key that it was about. The subscription stays wanted. */
  rejected(requestId: number): string | undefined;
  /** The account (or SLOT_KEY) of a subscription id. */
  keyOf(id: number): string | undefined;
  /** True when every wanted subscription has been answered. */
  isSettled(): boolean;
  /** Receive time of the oldest unanswered request, or null. */
  oldestRequestNs(): number | null;
  count(): number;
}

/** `send` is called with each frame; false means that the socket is not open, and then nothing is kept. */
export function createSubscriptions(send: (text: string) => boolean): Subscriptions {
  return new SubscriptionTable(send);
}

class SubscriptionTable implements Subscriptions {
  readonly #send: (text: string) => boolean;
  readonly #byKey = new Map<string, Subscription>();
  readonly #keyById = new Map<number, string>();
  readonly #keyByRequest = new Map<number, string>();
  #wanted: ReadonlySet<string> = new Set();
  #open = false;
  #nextRequestId = 1;

  constructor(send: (text: string) => boolean) {
    this.#send = send;
  }

  opened(nowNs: number): void {
    this.closed();
    this.#open = true;
    for (const key of this.#keys()) this.#subscribe(key, nowNs);
  }

  closed(): void {
    this.#open = false;
    this.#byKey.clear();
    this.#keyById.clear();
    this.#keyByRequest.clear();
  }

  want(accounts: ReadonlySet<string>, nowNs: number): void {
    this.#wanted = accounts;
    if (!this.#open) return;
    const keys = this.#keys();
    for (const key of [...this.#byKey.keys()]) if (!keys.has(key)) this.#unsubscribe(key);
    for (const key of keys) if (!this.#byKey.has(key)) this.#subscribe(key, nowNs);
  }

  renew(account: string, nowNs: number): void {
    if (!this.#open || !this.#keys().has(account)) return;
    this.#unsubscribe(account);
    this.#subscribe(account, nowNs);
  }

  accepted(requestId: number, result: number | boolean): boolean {
    const key = this.#keyByRequest.get(requestId);
    if (key === undefined) return false;
    this.#keyByRequest.delete(requestId);
    const current = this.#byKey.get(key);
    if (typeof result !== "number") return false;
    if (current?.kind !== "requested" || current.requestId !== requestId) {
      this.#sendUnsubscribe(key, result); // no longer wanted, or asked for again meanwhile
      return true;
    }
    this.#byKey.set(key, { kind: "active", id: result });
    this.#keyById.set(result, key);
    return true;
  }

  rejected(requestId: number): string | undefined {
    const key = this.#keyByRequest.get(requestId);
    this.#keyByRequest.delete(requestId);
    return key;
  }

  keyOf(id: number): string | undefined {
    return this.#keyById.get(id);
  }

  isSettled(): boolean {
    if (!this.#open || this.#byKey.size === 0) return false;
    for (const subscription of this.#byKey.values()) if (subscription.kind === "requested") return false;
    return true;
  }

  oldestRequestNs(): number | null {
    let oldest: number | null = null;
    for (const subscription of this.#byKey.values()) {
      if (subscription.kind === "requested")
        oldest = Math.min(oldest ?? subscription.sinceNs, subscription.sinceNs);
    }
    return oldest;
  }

  count(): number {
    return this.#keyById.size;
  }

  /** The heartbeat first, accounts in their given order: the caller puts the Clock last (see feed). */
  #keys(): Set<string> {
    return new Set([SLOT_KEY, ...this.#wanted]);
  }

  #subscribe(key: string, nowNs: number): void {
    const requestId = this.#nextRequestId++;
    const config = { commitment: "confirmed", encoding: "base64" };
    const request =
      key === SLOT_KEY
        ? { jsonrpc: "2.0", id: requestId, method: "slotSubscribe" }
        : { jsonrpc: "2.0", id: requestId, method: "accountSubscribe", params: [key, config] };
    if (!this.#send(JSON.stringify(request))) return;
    this.#byKey.set(key, { kind: "requested", requestId, sinceNs: nowNs });
    this.#keyByRequest.set(requestId, key);
  }

  #unsubscribe(key: string): void {
    const subscription = this.#byKey.get(key);
    this.#byKey.delete(key);
    if (subscription?.kind !== "active") return; // a pending one is undone when its reply comes
    this.#keyById.delete(subscription.id);
    this.#sendUnsubscribe(key, subscription.id);
  }

  #sendUnsubscribe(key: string, id: number): void {
    const method = key === SLOT_KEY ? "slotUnsubscribe" : "accountUnsubscribe";
    this.#send(JSON.stringify({ jsonrpc: "2.0", id: this.#nextRequestId++, method, params: [id] }));
  }
}
