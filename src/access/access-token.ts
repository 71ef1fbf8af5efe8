import { jwtVerify, SignJWT } from "jose";
import type { Clock } from "#model";

/** How long an access token is good for, in seconds; a refresh token gets the next one. */
export const ACCESS_TOKEN_SEC = 600;

const ISSUER = "tandem";
const AUDIENCE = "tandem-api";
/** RFC 9068: says that this is an access token, so that nothing else that we may ever sign passes for one. */
const TYPE = "at+jwt";
const ALGORITHM = "HS256";
/** Ours have some 300 characters. */
const LONGEST = 1_024;
const REMEMBERED = 1_000;

/** What a token claims: whose session it is. The role is not in it, so no claim can raise it. */
export interface AccessClaims {
  readonly userId: string;
  readonly sessionId: string;
}

export interface AccessTokens {
  sign(claims: AccessClaims): Promise<string>;
  /** Null unless we signed it, for this use, and it has not expired. */
  verify(token: string): Promise<AccessClaims | null>;
}

interface Verified extends AccessClaims {
  readonly expiresAtMs: number;
}

/** Signs and verifies by HS256 alone: what a token says of its own algorithm is compared, never followed. */
export function createAccessTokens(secret: Uint8Array, clock: Clock): AccessTokens {
  /** A signature that was good stays good until it expires: the same token comes with every request. */
  const verified = new Map<string, Verified>();
  const remember = (token: string, claims: Verified) => {
    const [oldest] = verified.keys();
    if (verified.size >= REMEMBERED && oldest !== undefined) verified.delete(oldest);
    verified.set(token, claims);
  };
  return {
    sign: (claims) => signed(claims, secret, Math.floor(clock.epochMs() / 1e3)),
    async verify(token) {
      const known = verified.get(token);
      if (known !== undefined && clock.epochMs() < known.expiresAtMs) return known;
      verified.delete(token);
      const claims = await read(token, secret, new Date(clock.epochMs()));
      if (claims !== null) remember(token, claims);
      return claims;
    },
  };
}

function signed({ userId, sessionId }: AccessClaims, secret: Uint8Array, nowSec: number): Promise<string> {
  return new SignJWT({ sid: sessionId })
    .setProtectedHeader({ alg: ALGORITHM, typ: TYPE })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(userId)
    .setIssuedAt(nowSec)
    .setExpirationTime(nowSec + ACCESS_TOKEN_SEC)
    .sign(secret);
}

async function read(token: string, secret: Uint8Array, currentDate: Date): Promise<Verified | null> {
  if (token.length > LONGEST) return null;
  try {
    const { payload } = await jwtVerify(token, secret, {
      ...{ algorithms: [ALGORITHM], issuer: ISSUER, audience: AUDIENCE, typ: TYPE, currentDate },
      requiredClaims: ["sub", "sid", "iat", "exp"],
      // Also a token that claims to be good for longer than we ever sign is none of ours.
      maxTokenAge: ACCESS_TOKEN_SEC,
    });
    const { sub, sid, exp } = payload;
    if (sub === undefined || typeof sid !== "string" || exp === undefined) return null;
    return { userId: sub, sessionId: sid, expiresAtMs: exp * 1e3 };
  } catch {
    // Whatever is wrong with it, the answer is the same, and says nothing of what it was.
    return null;
  }
}
