import { BSON, MongoInvalidArgumentError, MongoServerError } from "mongodb";
import { ConnectivityError, InvariantError, TandemError } from "#model";

/**
 * What the server answers of a document rather than of itself: bad value, failed validation, too large, a key that is
 * too long. https://www.mongodb.com/docs/manual/reference/error-codes/
 */
const DOCUMENT_REFUSED = new Set([2, 9, 14, 121, 10334, 17280, 17419, 17420]);
const DUPLICATE_KEY = 11000;

/**
 * Every failure as the port promises it. What the network or the server did is ConnectivityError, its outcome unknown:
 * writes may be repeated. A document that can never be stored is InvariantError.
 */
export function asStorageError(error: unknown): TandemError {
  if (error instanceof TandemError) return error;
  const message = withoutCredentials(error instanceof Error ? error.message : String(error));
  return isRefusal(error) ? new InvariantError("storage-row", message, { cause: error }) : away(message);
}

/** An insert met a document of the same id that somebody else wrote in this moment. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === DUPLICATE_KEY;
}

export function away(message: string): ConnectivityError {
  // No cause: the driver's error holds the whole description of the servers.
  return new ConnectivityError("storage-away", message);
}

/** Again would be the same. Whatever else comes, a bare error of the socket among it, says something of the server. */
function isRefusal(error: unknown): boolean {
  if (error instanceof MongoServerError) {
    if (typeof error.code === "number" && DOCUMENT_REFUSED.has(error.code)) return true;
    return /larger than MaxDocumentSize|object to insert too large/i.test(error.message);
  }
  // The driver cannot write the document, or the program is wrong.
  return [BSON.BSONError, MongoInvalidArgumentError, RangeError, TypeError].some(
    (refusal) => error instanceof refusal,
  );
}

/** The driver names hosts only, but an address that somebody else put into a message must not pass either. */
function withoutCredentials(message: string): string {
  return message.replaceAll(/\/\/[^/@\s]*@/g, "//");
}
