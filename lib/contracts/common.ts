import { z } from "zod";

/** The message by which a wrong whole number is told from a wrong fraction. */
export const NOT_WHOLE = "must be a whole number";

/** A whole number that JSON carries exactly. */
export const wholeNumber = () =>
  z.int({ error: (issue) => (issue.code === "invalid_type" ? NOT_WHOLE : undefined) });

const DIGITS = /^[+-]?\d{1,16}$/;
const fromDigits = (value: unknown) =>
  typeof value === "string" && DIGITS.test(value) ? Number(value) : value;

/** A whole number in a path or a query: decimal digits only. */
const inAddress = <Schema extends z.ZodType>(schema: Schema) => z.preprocess(fromDigits, schema);

/** An id in a path: 64-bit in the database, and exact as a JSON number. */
export const idParam = inAddress(wholeNumber().gt(0));
/** Any whole number; ids that no row can have are simply not found. */
export const looseIdParam = inAddress(wholeNumber());
export const bodyId = wholeNumber();

/** U+202A … U+202E and U+2066 … U+2069, by which a text shows as another than it is. */
const TURNS_TEXT = /[\u202a-\u202e\u2066-\u2069]/;

/** A name, a label or a reason: whoever reads it in a list or the audit trail reads what was sent. */
export const inReadingOrder = (text: z.ZodString) =>
  text.refine(
    (value) => !TURNS_TEXT.test(value),
    "holds invisible characters that turn the order of the text around; remove them",
  );

/** The same where nobody can be asked to write it again: what turns the text is left out. */
export const withoutTurns = (text: string) => text.split(TURNS_TEXT).join("");

/** ISO 8601, UTC, with Z; from the year 1, for some databases know no earlier one. */
export const timestamp = z.iso
  .datetime()
  .refine((text) => !text.startsWith("0000"), "must be in the year 1 or later");

export const jsonObject = z.record(z.string(), z.json());
export type JsonObject = z.infer<typeof jsonObject>;

const MAX_STORED_CHARACTERS = 16 * 1024;

/** JSON that a caller has us store; at most 16 Ki characters as text. */
export const storedObject = jsonObject.refine(
  (value) => JSON.stringify(value).length <= MAX_STORED_CHARACTERS,
  `must be at most ${MAX_STORED_CHARACTERS} characters as JSON`,
);

/** How many rows a page holds, 50 unless told. */
export const limitUpTo = (max: number) => inAddress(wholeNumber().min(1).max(max)).default(50);

export const pageQuery = {
  limit: limitUpTo(100),
  cursor: z
    .string()
    .max(200)
    .optional()
    .meta({ description: "Where the page before ended; take it from the Link header" }),
};

/** 0 … 1 */
export const probability = z.number().min(0).max(1);

export interface Page<T> {
  items: T[];
  /** null on the last page */
  nextCursor: string | null;
}
