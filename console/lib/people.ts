import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type Done, tells } from "./done.ts";
import { get, remove, send } from "./http.ts";
import { queryKeys } from "./query-keys.ts";
import { apiKeyList, newApiKey, type Role, removed, settings, signedIn, user, userList } from "./wire.ts";

/** What is configured and in force. */
export function useSettings() {
  return useQuery({
    queryKey: queryKeys.settings,
    queryFn: ({ signal }) => get("/api/v1/settings", settings, signal),
    refetchInterval: 30_000,
  });
}

export function useUsers() {
  return useQuery({
    queryKey: queryKeys.users,
    queryFn: ({ signal }) => get("/api/v1/users", userList, signal),
  });
}

export function useApiKeys() {
  return useQuery({
    queryKey: queryKeys.apiKeys,
    queryFn: ({ signal }) => get("/api/v1/api-keys", apiKeyList, signal),
  });
}

interface NewUser {
  readonly name: string;
  readonly role: Role;
  readonly password: string;
}

export interface UserChange {
  readonly name: string;
  readonly change: { readonly role?: Role; readonly disabled?: boolean; readonly password?: string };
}

interface NewApiKey {
  readonly name: string;
  readonly role: Role;
  readonly expires_days: number;
}

const userPath = (name: string) => `/api/v1/users/${encodeURIComponent(name)}`;

export const useAddUser = () =>
  useChange(
    (body: NewUser) => send("POST", "/api/v1/users", { body, schema: user }),
    queryKeys.users,
    ({ name }) => `${name} may log in now.`,
  );

export const useChangeUser = () =>
  useChange(
    ({ name, change }: UserChange) => send("PATCH", userPath(name), { body: change, schema: user }),
    queryKeys.users,
    ({ name }) => `${name} was changed.`,
  );

export const useRemoveUser = () =>
  useChange(
    (name: string) => remove(userPath(name), removed),
    queryKeys.users,
    (name) => `${name} was removed.`,
  );

/** The token is in this answer alone. */
export const useAddApiKey = () =>
  useChange(
    (body: NewApiKey) => send("POST", "/api/v1/api-keys", { body, schema: newApiKey }),
    queryKeys.apiKeys,
    ({ name }) => `The key ${name} was made.`,
  );

export const useRevokeApiKey = () =>
  useChange(
    (id: string) => remove(`/api/v1/api-keys/${encodeURIComponent(id)}`, removed),
    queryKeys.apiKeys,
    "The key was revoked.",
  );

/** One's own; every other session of the user ends. */
export const useChangePassword = () =>
  useChange(
    (body: { current_password: string; new_password: string }) =>
      send("POST", "/api/v1/auth/password", { body, schema: signedIn }),
    queryKeys.me,
    "Your password was changed.",
  );

function useChange<Order, Answer>(
  command: (order: Order) => Promise<Answer>,
  changed: readonly unknown[],
  done: Done<Order>,
) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: command,
    meta: tells(done),
    onSettled: async () => {
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: changed }),
        queryClient.invalidateQueries({ queryKey: queryKeys.audit }),
      ]);
    },
  });
}
