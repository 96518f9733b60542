import type { Page } from "@/lib/contracts/common";
import { invalidField } from "./app-error";

/** A cursor holds the key of the last row of the page before. */
export function encodeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}

/** @throws AppError invalid when the cursor was not made by `encodeCursor` with as many parts */
export function decodeCursor(cursor: string, parts: number): (string | number)[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (Array.isArray(key) && key.length === parts && key.every(isKeyPart)) {
      return key;
    }
  } catch {
    // falls through to the refusal below
  }
  throw invalidField(
    "query.cursor",
    "cursor_parsing",
    "The cursor is not one of ours; take it from the Link header, or leave it out to begin anew.",
  );
}

/** The id in a cursor of one whole number from 0 to `max`. */
export function decodeIdCursor(
  cursor: string | undefined,
  max = Number.MAX_SAFE_INTEGER,
): number | undefined {
  if (cursor === undefined) {
    return undefined;
  }
  const [id] = decodeCursor(cursor, 1);
  if (typeof id !== "number" || id < 0 || id > max) {
    throw invalidField("query.cursor", "cursor_parsing", "The cursor is not one of this list.");
  }
  return id;
}

/** Turns `limit + 1` rows into a page; the extra row only tells that there is more. */
export function toPage<T>(
  rows: readonly T[],
  limit: number,
  keyOf: (row: T) => readonly (string | number)[],
): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return { items, nextCursor: hasMore ? encodeCursor(keyOf(last)) : null };
}

/** Ids and times; anything else in a cursor was not put there by us. */
const KEY_TEXT = /^[\w.:+-]{1,100}$/;

function isKeyPart(part: unknown): part is string | number {
  return typeof part === "string" ? KEY_TEXT.test(part) : Number.isSafeInteger(part);
}
