/**
 * Errors tell the caller what to do next: repair the input, try again later, or stop.
 * Expected refusals (a frame, a quote, an opportunity) are values, never throws.
 */
export class TandemError extends Error {
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.name = new.target.name;
  }
}

/** What was given is wrong and will stay wrong: name it and do not retry. */
export class InputError extends TandemError {}

/** Configuration that names its key; the process does not start with it. */
export class ConfigError extends TandemError {}

/** The venue could not be reached or did not answer: the outcome is unknown, retry or reconcile. */
export class ConnectivityError extends TandemError {}

/** The venue answered and refused: it did not happen. */
export class RejectedError extends TandemError {}

/** Our own rules are broken: stop rather than trade on. */
export class InvariantError extends TandemError {}

/** Makes a `switch` over a union fail to compile when a member is forgotten. */
export function assertNever(value: never): never {
  throw new InvariantError("unreachable", `unexpected value: ${JSON.stringify(value)}`);
}
