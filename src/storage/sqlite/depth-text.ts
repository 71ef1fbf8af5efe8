import { z } from "zod";
import {
  type DepthPoint,
  formatDecimal,
  InvariantError,
  type OpportunityDepth,
  parseDecimal,
  SIZE_DECIMALS,
  USD_DECIMALS,
} from "#model";

const point = z.tuple([z.string(), z.string()]);
const shape = z.object({ book: z.array(point), pool: z.array(point) });

/** A depth as one text: `{"book":[["4.2","83.405"],...],"pool":[...]}`, each point its size and its price. */
export function depthToText({ book, pool }: OpportunityDepth): string {
  return JSON.stringify({ book: book.map(pointToText), pool: pool.map(pointToText) });
}

/** The exact inverse. Throws InvariantError or InputError on a text that this program did not write. */
export function depthFromText(text: string): OpportunityDepth {
  const { book, pool } = parseShape(text);
  return { book: book.map(pointFromText), pool: pool.map(pointFromText) };
}

function parseShape(text: string): z.infer<typeof shape> {
  try {
    return shape.parse(JSON.parse(text));
  } catch (cause) {
    throw new InvariantError("storage-row", `unexpected depth ${text.slice(0, 40)}`, { cause });
  }
}

function pointToText({ size, price }: DepthPoint): z.infer<typeof point> {
  return [formatDecimal(size, SIZE_DECIMALS), formatDecimal(price, USD_DECIMALS)];
}

function pointFromText([size, price]: z.infer<typeof point>): DepthPoint {
  return {
    size: parseDecimal(size, SIZE_DECIMALS, "exact"),
    price: parseDecimal(price, USD_DECIMALS, "exact"),
  };
}
