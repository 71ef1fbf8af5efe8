import { ConnectivityError, RejectedError } from "#model";
import { HttpError } from "./http-error.ts";

/** Reads what is only known after the start-up reconciliation; before, the answer is 503 with the reason. */
export function knownNow<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof RejectedError || error instanceof ConnectivityError)
      throw new HttpError(503, error.message);
    throw error;
  }
}
