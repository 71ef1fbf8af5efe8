import type { WebSocket } from "ws";
import type { FaultClock } from "../../faults/index.ts";
import { createFrameSender } from "../../faults/index.ts";
import type { Random } from "../../market/index.ts";
import type { Block } from "../chain/block-log.ts";
import type { Chain, Commitment } from "../chain/chain.ts";
import { damageNotification } from "./damage-notification.ts";
import { answer } from "./dispatch.ts";
import { invalidParams } from "./errors.ts";
import type { MethodTable } from "./method.ts";
import type { Notification } from "./notifications.ts";
import { notificationsOf } from "./notifications.ts";
import type { Subscription } from "./subscription.ts";
import { subscribers } from "./subscription.ts";

export interface SessionOptions {
  readonly chain: Chain;
  readonly faults: FaultClock;
  readonly random: Random;
  readonly nextSubscriptionId: () => number;
}

/** One WebSocket client and what it has subscribed to. */
export interface Session {
  /** Notifies of a block that has just reached this commitment. */
  publish(block: Block, commitment: Commitment): void;
  sendOversize(bytes: number): void;
  terminate(): void;
}

/** The `...Subscribe` and `...Unsubscribe` methods over one client's subscriptions. */
function subscriptionMethods(subscriptions: Map<number, Subscription>, nextId: () => number): MethodTable {
  const methods: Record<string, MethodTable[string]> = {};
  for (const [name, read] of Object.entries(subscribers)) {
    methods[name] = (params) => {
      const subscription = read(params);
      const id = nextId();
      subscriptions.set(id, subscription);
      return id;
    };
    methods[name.replace("Subscribe", "Unsubscribe")] = (params) => {
      const [id] = params;
      if (typeof id !== "number" || !subscriptions.delete(id))
        throw invalidParams("Invalid subscription id.");
      return true;
    };
  }
  return methods;
}

function frameOf(id: number, kind: Subscription["kind"], notification: Notification): string {
  return `{"jsonrpc":"2.0","method":"${kind}Notification","params":{"result":${notification.result},"subscription":${id}}}`;
}

export function createSession(socket: WebSocket, options: SessionOptions): Session {
  const { chain, faults, random } = options;
  const subscriptions = new Map<number, Subscription>();
  const transmit = (frame: string): void => {
    if (socket.readyState === socket.OPEN) socket.send(frame);
  };
  const sender = createFrameSender({ venue: "solana", faults, random, transmit });

  const notify = (id: number, subscription: Subscription, notification: Notification): void => {
    // A signature is told about once, and with that its subscription ends.
    if (subscription.kind === "signature") subscriptions.delete(id);
    const frame = frameOf(id, subscription.kind, notification);
    const malformed = faults.active("solana", "malformed");
    const spoilt = malformed !== undefined && random() < malformed.probability / 2;
    sender.market(notification.stream, spoilt ? damageNotification(frame, random) : frame);
  };
  const methods = subscriptionMethods(subscriptions, options.nextSubscriptionId);

  socket.on("message", (payload: Buffer) => {
    const reply = answer(payload.toString("utf8"), methods);
    if (reply !== undefined) sender.reply(reply);
  });
  socket.on("ping", (payload: Buffer) => {
    if (faults.active("solana", "freeze") === undefined && socket.readyState === socket.OPEN)
      socket.pong(payload);
  });
  socket.on("close", () => sender.close());
  socket.on("error", () => socket.terminate());

  return {
    publish(block, commitment) {
      const due: [number, Subscription, Notification][] = [];
      for (const [id, subscription] of subscriptions) {
        if (subscription.commitment !== commitment) continue;
        for (const notification of notificationsOf(chain, block, subscription))
          due.push([id, subscription, notification]);
      }
      // Accounts of one slot arrive in no particular order; each keeps to its own frame.
      const order = due.map((entry) => ({ entry, key: entry[1].kind === "slot" ? -1 : random() }));
      order.sort((left, right) => left.key - right.key);
      for (const { entry } of order) notify(...entry);
    },
    sendOversize(bytes) {
      transmit(`{"jsonrpc":"2.0","method":"slotNotification","params":{"padding":"${"x".repeat(bytes)}"}}`);
    },
    terminate() {
      sender.close();
      socket.terminate();
    },
  };
}
