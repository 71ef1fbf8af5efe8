import { z } from "zod";

/**
 * How many rows a page holds, 1 to 1000, 100 where nothing is said. Plain digits alone: what only looks like a number,
 * such as `1e2`, is a mistake of the caller's.
 */
export const pageLimit = z
  .preprocess(
    (said) => (typeof said === "string" && /^\d{1,4}$/.test(said) ? Number(said) : said),
    z.number().int().min(1).max(1000).default(100),
  )
  .describe("1 to 1000, 100 where not given");
