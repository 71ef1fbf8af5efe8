/** The part of a reply that follows its id. */
export interface Reply {
  readonly status: number;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly msg: string };
}

/** Error codes of the venue's socket with their HTTP-like status. */
const ERRORS = {
  noAuth: { status: 401, code: -1002 },
  rateLimit: { status: 429, code: -1003 },
  badParams: { status: 400, code: -1013 },
  unsupported: { status: 400, code: -1020 },
  orderRejected: { status: 400, code: -2010 },
} as const;

/** `{"id":"time","status":200,"result":{"serverTime":1790732602153}}`, without `result` for a plain acknowledgement. */
export function answer(result?: unknown): Reply {
  return result === undefined ? { status: 200 } : { status: 200, result };
}

/** `{"id":4,"status":400,"error":{"code":-1013,"msg":"Invalid stream name: nosuch@depth@100ms"}}` */
export function refuse(kind: keyof typeof ERRORS, msg: string): Reply {
  const { status, code } = ERRORS[kind];
  return { status, error: { code, msg } };
}
