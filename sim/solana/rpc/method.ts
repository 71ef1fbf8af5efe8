/** Answers a request with a JSON value or throws `RpcError`. */
type Method = (params: readonly unknown[]) => unknown;

export type MethodTable = Readonly<Record<string, Method>>;
