import { type JsonObject, jsonObject } from "@/lib/contracts/common";

/**
 * The text as every database keeps it: PostgreSQL takes no NUL, and none takes half a surrogate
 * pair. What cannot be kept becomes U+FFFD, so that the act is recorded rather than refused.
 */
export function storableText(text: string): string {
  return text.toWellFormed().replaceAll("\0", "\uFFFD");
}

/** The same for all texts and keys of a JSON value; what JSON cannot say is left out. */
export function storableJson<T>(value: T): T {
  return clean(value) as T;
}

function clean(value: unknown): unknown {
  if (typeof value === "string") {
    return storableText(value);
  }
  if (Array.isArray(value)) {
    return value.map((item) => clean(item ?? null));
  }
  if (value instanceof Date) {
    return value.toISOString();
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, member]) =>
        member === undefined ? [] : [[storableKey(key), clean(member)]],
      ),
    );
  }
  return typeof value === "number" && !Number.isFinite(value) ? null : value;
}

/** Prisma loses the first, and rounds the numbers of whatever holds the second. */
const PRISMA_OWN = new Set(["__proto__", "$type"]);

function storableKey(key: string): string {
  return PRISMA_OWN.has(key) ? `(${key})` : storableText(key);
}

/** An object of our own as the JSON that an entry keeps. */
export function jsonOf(value: object): JsonObject {
  return jsonObject.parse(storableJson(value));
}
