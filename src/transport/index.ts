/** Layer `transport`: sockets and calls that reconnect, time out and back off. Knows no venue. */

export { type Backoff, type BackoffBounds, createBackoff } from "./back-off.ts";
export { type Fetch, type HttpReply, httpPost } from "./http-post.ts";
export { type CallOptions, createJsonRpc, type JsonRpc, type JsonRpcOptions } from "./json-rpc.ts";
export { createPace, type Pace, type PaceLimit } from "./pace.ts";
export { pause } from "./pause.ts";
export {
  createProviderCalls,
  type ProviderAnswer,
  type ProviderCalls,
} from "./provider-calls.ts";
export { type ProviderHealth, whyNotReplaced } from "./provider-list.ts";
export {
  createReconnectingSocket,
  type ReconnectingSocket,
  type SocketOptions,
  STOPPED,
} from "./reconnecting-socket.ts";
export { redactUrl } from "./redact.ts";
export { createSerialQueue, type SerialQueue } from "./serial-queue.ts";
