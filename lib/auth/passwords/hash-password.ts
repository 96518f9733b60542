import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";

/** OWASP's equivalent of N=2^17 p=1 in time, at a quarter of the memory. */
const COST: Cost = { logN: 15, r: 8, p: 3 };
const SALT_BYTES = 16;
const KEY_BYTES = 32;

interface Cost {
  logN: number;
  r: number;
  p: number;
}

interface Stored extends Cost {
  salt: Buffer;
  key: Buffer;
}

/** @returns `scrypt$15$8$3$salt$key`, so that each hash tells what it cost */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password, { ...COST, salt });
  const { logN, r, p } = COST;
  return ["scrypt", logN, r, p, salt.toString("base64url"), key.toString("base64url")].join("$");
}

/** Costs the same where there is no hash, so that the time tells nobody who has an account. */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const stored = parseHash(hash ?? NOBODYS);
  const key = await derive(password, stored);
  return timingSafeEqual(key, stored.key) && hash !== null;
}

/** True when the hash was made at a lower cost than today's. */
export function isOutdatedHash(hash: string): boolean {
  const { logN, r, p } = parseHash(hash);
  return 2 ** logN * r * p < 2 ** COST.logN * COST.r * COST.p;
}

const NOBODYS = `scrypt$${COST.logN}$${COST.r}$${COST.p}$${"A".repeat(22)}$${"A".repeat(43)}`;
const HASH = /^scrypt\$(\d{1,2})\$(\d{1,2})\$(\d{1,2})\$([\w-]{22})\$([\w-]{43})$/;

function parseHash(hash: string): Stored {
  const [, logN, r, p, salt = "", key = ""] = HASH.exec(hash) ?? [];
  if (!logN) {
    throw new Error("A stored password hash cannot be read.");
  }
  return {
    logN: Number(logN),
    r: Number(r),
    p: Number(p),
    salt: Buffer.from(salt, "base64url"),
    key: Buffer.from(key, "base64url"),
  };
}

function derive(password: string, { logN, r, p, salt }: Cost & { salt: Buffer }): Promise<Buffer> {
  const N = 2 ** logN;
  const options: ScryptOptions = { N, r, p, maxmem: 128 * r * (N + p + 2) };
  return new Promise((resolve, reject) => {
    scrypt(normalise(password), salt, KEY_BYTES, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

/** One text, however the keyboard composed it (NIST SP 800-63B-4, 3.1.1.2). */
function normalise(password: string): string {
  return password.normalize("NFKC");
}
