import { createPrivateKey, createPublicKey, hash, type KeyObject, sign } from "node:crypto";
import { processSingleton } from "@/lib/platform/process-singleton";
import { getSettings } from "@/lib/platform/settings";

/** RFC 8410: what stands before the 32 bytes of an Ed25519 private key in PKCS #8 DER. */
const PKCS8_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");
const KEY_ID_LENGTH = 16;

interface SigningKey {
  privateKey: KeyObject;
  publicKey: KeyObject;
  keyId: string;
}

function signingKey(): SigningKey {
  return processSingleton("audit signing key", () => {
    const seed = Buffer.from(getSettings().audit.signingSeed, "hex");
    const privateKey = createPrivateKey({
      key: Buffer.concat([PKCS8_PREFIX, seed]),
      format: "der",
      type: "pkcs8",
    });
    const publicKey = createPublicKey(privateKey);
    return { privateKey, publicKey, keyId: keyIdOf(publicKey) };
  });
}

/** The start of the SHA-256 of the key's SPKI DER, hex. */
export function keyIdOf(publicKey: KeyObject): string {
  const der = publicKey.export({ type: "spki", format: "der" });
  return hash("sha256", der).slice(0, KEY_ID_LENGTH);
}

/** With which this system's checkpoints are checked; anyone may have it. */
export function auditPublicKey(): { keyId: string; pem: string } {
  const { publicKey, keyId } = signingKey();
  return { keyId, pem: publicKey.export({ type: "spki", format: "pem" }).toString() };
}

/** @returns Ed25519 over the UTF-8 of the text, base64 */
export function signText(text: string): string {
  return sign(null, Buffer.from(text), signingKey().privateKey).toString("base64");
}
