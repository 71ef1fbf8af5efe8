import { InputError, RejectedError } from "#model";
import type { IndexedState } from "./live-state.ts";
import { type Act, noted } from "./note.ts";
import { isSame, type PresentedToken } from "./secret-token.ts";
import type { ApiKey, Decision } from "./state.ts";

const MOST_KEYS = 100;

/** Throws RejectedError where the name is in use, where there are too many, and before there is any user. */
export function addApiKey(state: IndexedState, apiKey: ApiKey, act: Act): Decision<ApiKey> {
  const { name, role, expiresAtMs } = apiKey;
  if (state.users.length === 0)
    throw new RejectedError("no-users", "without users nothing asks for a key: make the first user first");
  if (state.apiKeys.some((key) => key.name === name))
    throw new RejectedError("key-exists", `there is a key ${name} already: revoke it first`);
  if (state.apiKeys.length >= MOST_KEYS)
    throw new RejectedError("too-many-keys", `there are ${MOST_KEYS} keys already: revoke one first`);
  const after = { name, role, expires_at: new Date(expiresAtMs).toISOString() };
  return {
    changes: [{ kind: "put-api-key", apiKey }, noted(act, { action: "api key added", after })],
    result: apiKey,
  };
}

/** By its id or its name. Throws InputError of the code `unknown-key`. */
export function revokeApiKey(
  state: IndexedState,
  find: (key: ApiKey) => boolean,
  act: Act,
): Decision<ApiKey> {
  const apiKey = state.apiKeys.find(find);
  if (apiKey === undefined) throw new InputError("unknown-key", "no such key");
  const { id, name, role } = apiKey;
  return {
    changes: [
      { kind: "remove-api-key", id },
      noted(act, { action: "api key revoked", before: { name, role } }),
    ],
    result: apiKey,
  };
}

/** Null where it is none of ours or has expired. */
export function liveApiKey(state: IndexedState, presented: PresentedToken, nowMs: number): ApiKey | null {
  const key = state.apiKeyById.get(presented.id);
  if (key === undefined || !isSame(presented.hash, key.secretHash)) return null;
  return key.expiresAtMs > nowMs ? key : null;
}
