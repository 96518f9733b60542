import { Secret, TOTP } from "otpauth";
import { openSecret, sealSecret } from "@/lib/platform/sealed-secret";

const ISSUER = "Control Tower";
/** 160 bits (RFC 4226, section 4) */
const SECRET_BYTES = 20;
/** a code of the step before or after is taken too, for clocks that are a little off */
const WINDOW = 1;

/** A new secret for an authenticator app: to show once, and as the database holds it. */
export function newTimeCodeSecret(email: string): { secret: string; uri: string; sealed: string } {
  const secret = new Secret({ size: SECRET_BYTES });
  const uri = new TOTP({ issuer: ISSUER, label: email, secret }).toString();
  return { secret: secret.base32, uri, sealed: sealSecret(secret.base32) };
}

/**
 * The time step that a code belongs to, or null when it is wrong or belongs to no step after
 * `lastStep` (RFC 6238: a code works once).
 */
export function stepOfCode(
  code: string,
  { sealed, lastStep, at }: { sealed: string; lastStep: bigint | null; at: Date },
): bigint | null {
  const totp = new TOTP({ secret: Secret.fromBase32(openSecret(sealed)) });
  const timestamp = at.getTime();
  const delta = totp.validate({ token: code.replaceAll(/\s/g, ""), timestamp, window: WINDOW });
  if (delta === null) {
    return null;
  }
  const step = BigInt(totp.counter({ timestamp }) + delta);
  return lastStep === null || step > lastStep ? step : null;
}
