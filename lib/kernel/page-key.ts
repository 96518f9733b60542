import { invalidField } from "./app-error";
import { decodeCursor } from "./page";

/** The last that every database can be asked about. */
const LATEST_MS = Date.parse("9999-12-31T23:59:59.999Z");

/** Where a list that is ordered by creation goes on. */
export interface PageKey {
  createdAt: Date;
  id: string;
}

/** @throws AppError invalid when the cursor is not one of such a list */
export function pageKeyIn(cursor: string | undefined): PageKey | null {
  if (cursor === undefined) {
    return null;
  }
  const [createdAtMs, id] = decodeCursor(cursor, 2);
  const isOurs = typeof createdAtMs === "number" && typeof id === "string";
  if (!isOurs || createdAtMs < 0 || createdAtMs > LATEST_MS) {
    throw invalidField("query.cursor", "cursor_parsing", "The cursor is not one of this list.");
  }
  return { createdAt: new Date(createdAtMs), id };
}

export function cursorKeyOf({ createdAt, id }: PageKey): (string | number)[] {
  return [createdAt.getTime(), id];
}

export const NEWEST_FIRST = [
  { createdAt: "desc" },
  { id: "desc" },
] as const satisfies readonly object[];

/** What comes after a row of a list with the newest first; everything when there is no row. */
export function olderThan(row: PageKey | null) {
  return row
    ? {
        OR: [
          { createdAt: { lt: row.createdAt } },
          { createdAt: row.createdAt, id: { lt: row.id } },
        ],
      }
    : {};
}
