import { invalidField } from "./app-error";
import { decodeCursor } from "./page";

/**
 * The time and the id of the last row of the page before.
 * @throws AppError invalid for a cursor of another list
 */
export function decodeMoment(cursor: string): { at: Date; id: string } {
  const [text, id] = decodeCursor(cursor, 2);
  const at = new Date(String(text));
  if (Number.isNaN(at.getTime()) || at.toISOString() !== text || !isStorable(at)) {
    throw invalidField("query.cursor", "cursor_parsing", "The cursor is not one of this list.");
  }
  return { at, id: String(id) };
}

/** Whether every database can be asked about it. */
function isStorable(at: Date): boolean {
  return at.getUTCFullYear() >= 1 && at.getUTCFullYear() <= 9999;
}
