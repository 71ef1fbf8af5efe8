/** An error of the JSON-RPC protocol or of the node, with the code that real nodes use. */
export class RpcError extends Error {
  override readonly name = "RpcError";
  readonly code: number;
  readonly data: unknown;

  constructor(code: number, message: string, data?: unknown) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

export const parseError = () => new RpcError(-32700, "Parse error");
export const invalidRequest = (why = "Invalid request") => new RpcError(-32600, why);
export const methodNotFound = () => new RpcError(-32601, "Method not found");
export const invalidParams = (why: string) => new RpcError(-32602, `Invalid params: ${why}`);
export const slotSkipped = (slot: number) =>
  new RpcError(-32007, `Slot ${slot} was skipped, or missing due to ledger jump to recent snapshot`);
export const blockNotAvailable = (slot: number) =>
  new RpcError(-32004, `Block not available for slot ${slot}`);
export const transactionVersionUnsupported = (version: number) =>
  new RpcError(
    -32015,
    `Transaction version (${version}) is not supported by the requesting client. Please try the request again with the following configuration parameter: "maxSupportedTransactionVersion": ${version}`,
  );
export const minContextSlotNotReached = (contextSlot: number) =>
  new RpcError(-32016, "Minimum context slot has not been reached", { contextSlot });
/** Base58 of a large account would cost the node too much; the limit is the real nodes'. */
export const tooLargeForBase58 = () =>
  invalidRequest("Encoded binary (base 58) data should be less than 128 bytes, please use Base64 encoding.");
export const signatureFailure = () => new RpcError(-32003, "Transaction signature verification failure");
export const preflightFailure = (why: string, data: unknown) =>
  new RpcError(-32002, `Transaction simulation failed: ${why}`, data);

/** Not an error of the protocol: the request was carried out, but its sender is never told. */
export class WithheldAnswer extends Error {
  override readonly name = "WithheldAnswer";
}
