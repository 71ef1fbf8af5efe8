import { z } from "zod";
import { instant } from "./primitives.ts";

export const role = z.enum(["viewer", "operator", "admin"]).meta({ id: "Role" });
export type Role = z.infer<typeof role>;

/** Long enough for any sentence, short enough that hashing it costs what a hash costs. */
const password = z.string().min(1).max(256);
/** What it must look like is said by the answer, so that a login tells nothing of who there is. */
const name = z.string().min(1).max(64);

export const loginRequest = z.strictObject({ name, password }).meta({ id: "LoginRequest" });

/** Who asks. `authentication` is `off` on a machine where no user was made yet. */
export const me = z
  .object({
    authentication: z.enum(["on", "off"]),
    name: z.string(),
    role,
    kind: z.enum(["user", "api-key", "loopback"]),
    /** When the password was given that began this session; null where none was. */
    authenticated_at: instant.nullable(),
  })
  .meta({ id: "Me" });
export type Me = z.infer<typeof me>;

/** Both tokens are also set as cookies that no script can read. */
export const signedIn = z
  .object({
    access_token: z.string(),
    token_type: z.literal("Bearer"),
    /** Seconds. */
    expires_in: z.number(),
    refresh_token: z.string(),
    user: z.object({ name: z.string(), role }),
  })
  .meta({ id: "SignedIn" });

/** Without a body the cookie is used. */
export const refreshRequest = z
  .strictObject({ refresh_token: z.string().max(512).optional() })
  .nullish()
  .meta({ id: "RefreshRequest" });

export const loggedOut = z.object({ status: z.literal("logged_out") }).meta({ id: "LoggedOut" });

export const passwordRequest = z
  .strictObject({ current_password: password, new_password: password })
  .meta({ id: "PasswordRequest" });

export const user = z
  .object({ name: z.string(), role, disabled: z.boolean(), created_at: instant })
  .meta({ id: "User" });
export type User = z.infer<typeof user>;
export const userList = z.object({ users: z.array(user) }).meta({ id: "UserList" });
export const newUserRequest = z.strictObject({ name, role, password }).meta({ id: "NewUserRequest" });
export const userPatch = z
  .strictObject({ role: role.optional(), disabled: z.boolean().optional(), password: password.optional() })
  .refine((patch) => Object.values(patch).some((value) => value !== undefined), "nothing to change")
  .meta({ id: "UserPatch" });
export const userParams = z.object({ name });
export const removed = z.object({ status: z.literal("removed") }).meta({ id: "Removed" });

export const apiKey = z
  .object({
    id: z.string(),
    name: z.string(),
    role,
    created_at: instant,
    created_by: z.string(),
    expires_at: instant,
  })
  .meta({ id: "ApiKey" });
export type ApiKey = z.infer<typeof apiKey>;
export const apiKeyList = z.object({ api_keys: z.array(apiKey) }).meta({ id: "ApiKeyList" });
export const newApiKeyRequest = z
  .strictObject({ name, role, expires_days: z.number().int().min(1).max(365).default(90) })
  .meta({ id: "NewApiKeyRequest" });
/** `token` is told this once and kept nowhere. */
export const newApiKey = z.object({ api_key: apiKey, token: z.string() }).meta({ id: "NewApiKey" });
export const apiKeyParams = z.object({ id: z.string().min(1).max(64) });
