import { createHash, randomInt } from "node:crypto";
import { crc32 } from "node:zlib";

const BASE_62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** MariaDB takes capital and small letters for the same. */
const BASE_36 = BASE_62.replace(/[A-Z]/g, "");
const PREFIX_LENGTH = 8;
/** 43 × log2(62) > 256 bits */
const SECRET_LENGTH = 43;
const CHECKSUM_LENGTH = 6;
const FORMAT = /^(ctk_[0-9a-z]{8})_[0-9A-Za-z]{43,64}_([0-9A-Za-z]{6})$/;

type ReadKey =
  /** not a key of the database */
  | { kind: "other" }
  /** meant to be one, but not as it was given out */
  | { kind: "mistyped" }
  | { kind: "key"; prefix: string; hash: string };

/** A new key: `ctk_<8 to find it by>_<256 random bits>_<checksum>`. */
export function newApiKey(): { key: string; prefix: string; hash: string } {
  const prefix = `ctk_${randomText(BASE_36, PREFIX_LENGTH)}`;
  const start = `${prefix}_${randomText(BASE_62, SECRET_LENGTH)}`;
  const key = `${start}_${checksumOf(start)}`;
  return { key, prefix, hash: hashOf(key) };
}

/** What a text says it is; the checksum tells a typo from a wrong key without any look-up. */
export function readApiKey(text: string): ReadKey {
  if (!text.startsWith("ctk_")) {
    return { kind: "other" };
  }
  const [, prefix, checksum] = FORMAT.exec(text) ?? [];
  const start = text.slice(0, -(CHECKSUM_LENGTH + 1));
  if (prefix === undefined || checksum !== checksumOf(start)) {
    return { kind: "mistyped" };
  }
  return { kind: "key", prefix, hash: hashOf(text) };
}

function hashOf(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

/** CRC32 in base 62, as others who give out tokens do. */
function checksumOf(start: string): string {
  let rest = crc32(start);
  let digits = "";
  for (let i = 0; i < CHECKSUM_LENGTH; i += 1) {
    digits = (BASE_62[rest % BASE_62.length] ?? "") + digits;
    rest = Math.floor(rest / BASE_62.length);
  }
  return digits;
}

function randomText(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");
}
