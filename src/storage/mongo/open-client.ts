import { MongoClient, type MongoClientOptions } from "mongodb";
import { ConfigError } from "#model";

const DEFAULT_DATABASE = "arbitrage";

/** Short, so that a read of a server that is away is refused soon. A write that fails is repeated by who asked for it. */
const LIMITS = {
  serverSelectionTimeoutMS: 2_000,
  connectTimeoutMS: 2_000,
  socketTimeoutMS: 5_000,
  waitQueueTimeoutMS: 5_000,
  heartbeatFrequencyMS: 2_000,
  maxPoolSize: 8,
} as const satisfies MongoClientOptions;

/** Throws ConfigError that names MONGO_URL where the driver does not understand the address. */
export function openClient(url: string, other: MongoClientOptions = {}): MongoClient {
  try {
    return new MongoClient(url, { ...LIMITS, ...other, writeConcern: { w: "majority", journal: true } });
  } catch {
    // The driver's own words repeat parts of the address, and with them perhaps a password.
    throw new ConfigError("MONGO_URL", "MONGO_URL: not an address that the MongoDB driver understands");
  }
}

/** The address's path names the database. */
export function databaseOf(url: string): string {
  const path = /^mongodb(?:\+srv)?:\/\/[^/?]*\/([^?]*)/.exec(url)?.[1] ?? "";
  return path === "" ? DEFAULT_DATABASE : decodeURIComponent(path);
}
