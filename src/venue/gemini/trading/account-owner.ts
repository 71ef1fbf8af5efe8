import { createHash } from "node:crypto";
import { z } from "zod";
import { type Log, RejectedError, TandemError } from "#model";
import { optionalText, readBody } from "./exact-json.ts";
import type { PrivateRest } from "./private-rest.ts";

/**
 * `/v1/account`: `{"account":{"accountName":"Primary","shortName":"primary","type":"exchange",
 * "created":"1494204114215"},"users":[...],"memo_reference_code":"GEMPJBRDZ"}`; a key of any role may ask. The
 * display name may be changed and the users come and go. See https://docs.gemini.com/account-admin-endpoints.
 */
const detailReply = z.object({
  account: z.object({ shortName: z.string(), created: z.union([z.string(), z.number()]).transform(String) }),
  memo_reference_code: optionalText,
});

/**
 * Whose account a key is for, as a text that is the same for every key of the account and tells nothing of it.
 * Orders are found under any of them, and under no other.
 */
export class AccountOwner {
  readonly #rest: PrivateRest;
  readonly #log: Log;
  #name: string | null | undefined;

  constructor(rest: PrivateRest, log: Log) {
    this.#rest = rest;
    this.#log = log;
  }

  /** Undefined before it was asked, null where the venue does not tell. */
  get name(): string | null | undefined {
    return this.#name;
  }

  /** Asks once. Throws ConnectivityError: ask again. A venue that does not tell stops nothing but a change of keys. */
  async read(): Promise<string | null> {
    if (this.#name !== undefined) return this.#name;
    const path = "/v1/account";
    try {
      const { account, memo_reference_code } = readBody(detailReply, (await this.#rest.ask(path)).body, path);
      const text = JSON.stringify([account.shortName, account.created, memo_reference_code ?? ""]);
      this.#name = createHash("sha256").update(text).digest("hex");
    } catch (error) {
      if (!(error instanceof TandemError) || !this.#isFinal(error)) throw error;
      this.#log.warning("Gemini does not tell whose key this is", {
        code: error.code,
        message: error.message,
      });
      this.#name = null;
    }
    return this.#name;
  }

  /** What it answers now it will answer again: a refusal, or a reply of another shape. */
  #isFinal(error: TandemError): boolean {
    return error instanceof RejectedError || error.code === "bad-reply";
  }
}
