import { expect, it } from "vitest";
import { PoolBook } from "#book";
import { aCurve } from "../signal/builders.ts";

it("is priced from only while it is live", () => {
  const book = new PoolBook("Pool1111");
  expect([book.state, book.curve, book.slot]).toEqual(["awaiting_snapshot", null, null]);
  expect(book.apply(aCurve({ slot: 7 }), 70)).toBe("applied");
  expect([book.state, book.slot, book.receivedNs, book.reason]).toEqual(["live", 7, 70, ""]);
  book.void("re-read disagrees");
  expect([book.state, book.curve, book.slot, book.reason]).toEqual([
    "stale",
    null,
    null,
    "re-read disagrees",
  ]);
});

it("drops an older slot, even after it was void, and takes the same slot again", () => {
  const book = new PoolBook("Pool1111");
  book.apply(aCurve({ slot: 7, cents: 100 }), 1);
  expect(book.apply(aCurve({ slot: 6 }), 2)).toBe("older");
  expect(book.slot).toBe(7);
  const again = aCurve({ slot: 7 });
  expect(book.apply(again, 3)).toBe("applied");
  expect(book.curve).toBe(again);
  book.void("doubt");
  expect(book.apply(aCurve({ slot: 6 }), 4)).toBe("older");
  expect(book.state).toBe("stale");
});

it("accepts a lower slot from another node after a disconnect", () => {
  const book = new PoolBook("Pool1111");
  book.apply(aCurve({ slot: 7 }), 1);
  book.disconnect("socket closed");
  expect(book.state).toBe("stale");
  expect(book.apply(aCurve({ slot: 5 }), 2)).toBe("applied");
});
