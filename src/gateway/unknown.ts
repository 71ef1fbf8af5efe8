import { InputError } from "#model";
import { HttpError } from "./http-error.ts";

/** What an address named does not exist: 404 in place of the 422 that an InputError of such a code would be. */
export async function foundOr404<Found>(asked: Promise<Found>): Promise<Found> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof InputError && error.code.startsWith("unknown-"))
      throw new HttpError(404, error.message);
    throw error;
  }
}
