import type { FastifyReply, FastifyRequest } from "fastify";
import { ACCESS_TOKEN_SEC, type SignedIn } from "#access";

export const ACCESS_COOKIE = "tandem_access";
export const REFRESH_COOKIE = "tandem_refresh";

const ACCESS_PATH = "/api";
/** The long-lived one goes only where it is used. */
const REFRESH_PATH = "/api/v1/auth";

/** Out of reach for scripts of the page, and never sent along from another site. */
const CLOSED = { httpOnly: true, sameSite: "strict" } as const;

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

export function setSessionCookies({ request, reply }: Exchange, signedIn: SignedIn, nowMs: number): void {
  const { accessToken, refreshToken, session } = signedIn;
  const secure = isSecure(request);
  const refreshSec = Math.max(1, Math.floor((session.expiresAtMs - nowMs) / 1e3));
  reply.setCookie(ACCESS_COOKIE, accessToken, {
    ...{ ...CLOSED, secure, path: ACCESS_PATH, maxAge: ACCESS_TOKEN_SEC },
  });
  reply.setCookie(REFRESH_COOKIE, refreshToken, {
    ...{ ...CLOSED, secure, path: REFRESH_PATH, maxAge: refreshSec },
  });
}

export function clearSessionCookies({ request, reply }: Exchange): void {
  const secure = isSecure(request);
  reply.clearCookie(ACCESS_COOKIE, { ...CLOSED, secure, path: ACCESS_PATH });
  reply.clearCookie(REFRESH_COOKIE, { ...CLOSED, secure, path: REFRESH_PATH });
}

/** A page behind a TLS proxy tells by its origin; a browser drops a secure cookie that came over plain HTTP. */
function isSecure({ protocol, headers }: FastifyRequest): boolean {
  return protocol === "https" || headers.origin?.startsWith("https://") === true;
}
