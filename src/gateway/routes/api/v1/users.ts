import { errorBody, newUserRequest, removed, user, userList, userParams, userPatch } from "#wire";
import { viewUser } from "../../../access-view.ts";
import type { GatewayApp } from "../../../app.ts";
import type { GatewayDeps } from "../../../deps.ts";
import { BODY_REFUSALS } from "../../../error-bodies.ts";
import { HttpError } from "../../../http-error.ts";
import { operatorOf } from "../../../operator.ts";
import { hashed } from "../../../sign-in-refusals.ts";
import { foundOr404 } from "../../../unknown.ts";

const REFUSALS = { 409: errorBody, ...BODY_REFUSALS, 503: errorBody } as const;
const CONFIG = { role: "admin", fixedLimitPerMin: 60 } as const;

/** Users, as an admin makes and changes them. Every change ends the user's sessions, and is audited. */
export function userRoutes(app: GatewayApp, { access }: GatewayDeps): void {
  app.get(
    "/api/v1/users",
    {
      config: { role: "admin" },
      schema: {
        ...{ operationId: "listUsers", summary: "Every user with its role", tags: ["access"] },
        response: { 200: userList, 503: errorBody },
      },
    },
    async () => ({ users: access.people.users().map(viewUser) }),
  );
  app.post(
    "/api/v1/users",
    {
      config: CONFIG,
      schema: {
        ...{ operationId: "addUser", summary: "Make a user", tags: ["access"] },
        description: "The first user is made by `tandem user add` on the machine itself.",
        body: newUserRequest,
        response: { 200: user, ...REFUSALS },
      },
    },
    async (request) => {
      refuseFirst(access.isRequired());
      return viewUser(hashed(await access.people.addUser(request.body, operatorOf(request))));
    },
  );
  changeRoutes(app, { access });
}

function changeRoutes(app: GatewayApp, { access }: Pick<GatewayDeps, "access">): void {
  app.patch(
    "/api/v1/users/:name",
    {
      config: CONFIG,
      schema: {
        ...{
          operationId: "changeUser",
          summary: "Change a user's role or password, or disable it",
          tags: ["access"],
        },
        ...{ params: userParams, body: userPatch },
        response: { 200: user, ...REFUSALS, 404: errorBody },
      },
    },
    async (request) => {
      const by = operatorOf(request);
      const edited = await foundOr404(access.people.editUser(request.params.name, request.body, by));
      return viewUser(hashed(edited));
    },
  );
  app.delete(
    "/api/v1/users/:name",
    {
      config: CONFIG,
      schema: {
        ...{ operationId: "removeUser", summary: "Remove a user", tags: ["access"], params: userParams },
        response: { 200: removed, ...REFUSALS, 404: errorBody },
      },
    },
    async (request) => {
      await foundOr404(access.people.removeUser(request.params.name, operatorOf(request), false));
      return { status: "removed" as const };
    },
  );
}

/** Whoever reaches an API without users must not be able to lock its owner out. */
function refuseFirst(hasUsers: boolean): void {
  if (!hasUsers)
    throw new HttpError(
      409,
      "the first user is made on the machine itself: tandem user add NAME --role admin",
    );
}
