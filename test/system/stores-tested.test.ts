import { expect, it } from "vitest";
import { storesTested } from "../support/stores-tested.ts";

it.each([
  [undefined, "storage: SQLite only, MONGO_URL is not set"],
  ["", "storage: SQLite only, MONGO_URL is not set"],
  [
    "mongodb://127.0.0.1:27017/?directConnection=true",
    "storage: SQLite and MongoDB mongodb://127.0.0.1:27017/",
  ],
  [
    "mongodb+srv://ada:s3cret@db.example/arbitrage",
    "storage: SQLite and MongoDB mongodb+srv://db.example/arbitrage",
  ],
  ["mongodb://ada:s3@cret@a:1,b:2/x?password=s3cret", "storage: SQLite and MongoDB mongodb://a:1,b:2/x"],
  ["ada:s3cret@db.example", "storage: SQLite and MongoDB (no address of one)"],
])("a run with MONGO_URL=%s ends by saying which stores it tested, and no secret", (url, line) => {
  expect(storesTested(url)).toBe(line);
});
