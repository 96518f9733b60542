/** What a model's text holds where a model is expected to hold something else. */
export class ModelTextError extends Error {
  override name = "ModelTextError";
}

/** Reads the fields of one object of a model's text, and says which one is wrong. */
export interface ModelReader {
  /** @param what e.g. "is no number" */
  fail(field: string, what: string): never;
  value(field: string): unknown;
  object(field: string): ModelReader;
  number(field: string): number;
  /** a whole number from least to most */
  integer(field: string, least: number, most: number): number;
  flag(field: string): boolean;
  /** of finite numbers */
  numbers(field: string): number[];
  /** of whole numbers from least to most */
  integers(field: string, least: number, most: number): number[];
}

/**
 * @param format what the text has to say that it is
 * @throws ModelTextError where it is no JSON, or not of that format
 */
export function readModelText(text: string, format: string): ModelReader {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new ModelTextError(`This is no ${format} model: it is no JSON. Train it again.`);
  }
  const reader = readerOf(parsed, format, "");
  if (reader.value("format") !== format || reader.value("version") !== 1) {
    reader.fail("format", `is not "${format}" in version 1`);
  }
  return reader;
}

function readerOf(parsed: unknown, format: string, path: string): ModelReader {
  const fail = (field: string, what: string): never => {
    throw new ModelTextError(
      `This is no ${format} model: ${path}${field} ${what}. Train it again.`,
    );
  };
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    return fail("", "is no object");
  }
  const fields = new Map<string, unknown>(Object.entries(parsed));
  const value = (field: string) => fields.get(field);
  const listOf = (field: string, what: string, isMeant: (item: unknown) => boolean) => {
    const list = value(field);
    if (!Array.isArray(list) || !list.every(isMeant)) {
      return fail(field, `is no list of ${what}`);
    }
    return list as number[];
  };
  return {
    ...{ fail, value },
    object: (field) => readerOf(value(field), format, `${path}${field}.`),
    number: (field) => {
      const number = value(field);
      return isNumber(number) ? number : fail(field, "is no number");
    },
    integer: (field, least, most) => {
      const number = value(field);
      return isWhole(number, least, most)
        ? number
        : fail(field, `is no whole number from ${least} to ${most}`);
    },
    flag: (field) => {
      const flag = value(field);
      return typeof flag === "boolean" ? flag : fail(field, "is neither true nor false");
    },
    numbers: (field) => listOf(field, "numbers", isNumber),
    integers: (field, least, most) =>
      listOf(field, `whole numbers from ${least} to ${most}`, (item) => isWhole(item, least, most)),
  };
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

function isWhole(value: unknown, least: number, most: number): value is number {
  return isNumber(value) && Number.isInteger(value) && value >= least && value <= most;
}
