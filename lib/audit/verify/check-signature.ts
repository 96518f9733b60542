import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { keyIdOf } from "../checkpoints/signing-key";
import { type Checkpoint, checkpointText, type Prune, pruneText } from "../checkpoints/statement";

/** The public keys that statements may be signed with, by id. */
export type TrustedKeys = ReadonlyMap<string, KeyObject>;

/** @throws Error when a text is no public key in PEM */
export function trustKeys(pems: readonly string[]): TrustedKeys {
  return new Map(
    pems.map((pem) => {
      const key = createPublicKey(pem);
      return [keyIdOf(key), key];
    }),
  );
}

/** @returns what is wrong with the signature; null when nothing is */
export function checkpointFault(checkpoint: Checkpoint, keys: TrustedKeys): string | null {
  return signatureFault(checkpoint, checkpointText(checkpoint), keys);
}

export function pruneFault(prune: Prune, keys: TrustedKeys): string | null {
  return signatureFault(prune, pruneText(prune), keys);
}

function signatureFault(
  { key_id, signature }: { key_id: string; signature: string },
  text: string,
  keys: TrustedKeys,
): string | null {
  const key = keys.get(key_id);
  if (!key) {
    return `signed with key ${key_id}, which is none of those given (${[...keys.keys()].join(", ")})`;
  }
  const bytes = Buffer.from(signature, "base64");
  // Base64 has several spellings for some bytes; only ours was signed.
  const isOurs =
    bytes.toString("base64") === signature && verify(null, Buffer.from(text), key, bytes);
  return isOurs ? null : "the signature does not fit the statement";
}
