import { z } from "zod";

/** Money, prices, sizes and percentages travel as plain decimal text. */
export const decimal = z.string().regex(/^-?\d+(\.\d+)?$/, "a decimal number such as 2.5");

/** A percentage that is compared with; far beyond any spread, and within what every store can count. */
export const percentage = z
  .string()
  .regex(/^-?\d{1,9}(\.\d{1,18})?$/, "a decimal number such as 2.5, below a billion");

/** ISO-8601 UTC with a Z. */
export const instant = z.iso.datetime();

export const direction = z.enum(["cex_to_dex", "dex_to_cex"]);

export const mode = z.enum(["demo", "observe", "live"]).meta({ id: "Mode" });
export type Mode = z.infer<typeof mode>;

/** Every error body: a sentence, or one entry for each invalid field. */
export const errorBody = z
  .object({
    detail: z.union([
      z.string(),
      z.array(
        z.object({ loc: z.array(z.union([z.string(), z.number()])), msg: z.string(), type: z.string() }),
      ),
    ]),
  })
  .meta({ id: "Error" });
export type ErrorBody = z.infer<typeof errorBody>;

/**
 * What an operator writes for the log and the audit, on one line: controls, line ends and marks that turn the direction
 * of writing become blanks, so that a reason cannot pass for another entry wherever it is read.
 */
export const operatorWords = z
  .string()
  .max(500)
  .overwrite((text) =>
    text.replace(/[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, " ").trim(),
  );
