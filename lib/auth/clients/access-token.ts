import { createSecretKey, hkdfSync, type KeyObject } from "node:crypto";
import { jwtVerify, SignJWT } from "jose";
import { z } from "zod";
import { processSingleton } from "@/lib/platform/process-singleton";
import { getSettings } from "@/lib/platform/settings";

export const TOKEN_SECONDS = 300;
const ISSUER = "control-tower";
const TYPE = "at+jwt";
const ALGORITHM = "HS256";

const claims = z.object({ sub: z.string(), scope: z.string().optional() });

interface AccessToken {
  clientId: string;
  /** names of permissions; null = all that the client has */
  scope: string | null;
}

/** A token of five minutes that only this product reads. */
export function signAccessToken({ clientId, scope }: AccessToken, now: Date): Promise<string> {
  const issuedAt = Math.floor(now.getTime() / 1000);
  return new SignJWT(scope === null ? {} : { scope })
    .setProtectedHeader({ alg: ALGORITHM, typ: TYPE })
    .setIssuer(ISSUER)
    .setAudience(ISSUER)
    .setSubject(clientId)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + TOKEN_SECONDS)
    .sign(signingKey());
}

/** What a token says; null when it is not ours, was changed, or has expired. */
export async function readAccessToken(token: string): Promise<AccessToken | null> {
  try {
    const { payload } = await jwtVerify(token, signingKey(), {
      algorithms: [ALGORITHM],
      typ: TYPE,
      issuer: ISSUER,
      audience: ISSUER,
      requiredClaims: ["exp"],
    });
    const { sub, scope } = claims.parse(payload);
    return { clientId: sub, scope: scope ?? null };
  } catch {
    return null;
  }
}

/** Of the secret that sessions rest on, but for this purpose alone. */
function signingKey(): KeyObject {
  return processSingleton("access token key", () =>
    createSecretKey(
      new Uint8Array(
        hkdfSync("sha256", getSettings().authSecret, "", "control-tower access token", 32),
      ),
    ),
  );
}
