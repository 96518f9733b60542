import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/kernel/app-error";
import { decodeCursor, decodeIdCursor, toPage } from "@/lib/kernel/page";

const cursorOf = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

describe("toPage", () => {
  it("cuts the extra row off and points behind the last one shown", () => {
    const page = toPage([5, 4, 3], 2, (id) => [id]);
    expect(page.items).toEqual([5, 4]);
    expect(decodeIdCursor(page.nextCursor ?? "")).toBe(4);
  });

  it.each([[[]], [[5]], [[5, 4]]])("says that %j is the last page", (rows: number[]) => {
    expect(toPage(rows, 2, (id) => [id])).toEqual({ items: rows, nextCursor: null });
  });

  it("makes cursors that are safe in a URL and lead back to their key", () => {
    const part = fc.oneof(
      fc.stringMatching(/^[\w.:+-]{1,100}$/),
      fc.integer(),
      fc.maxSafeInteger(),
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 3 }), (key) => {
        const { nextCursor } = toPage([0, 1], 1, () => key);
        expect(nextCursor).toMatch(/^[\w-]+$/);
        expect(decodeCursor(nextCursor ?? "", key.length)).toEqual(key);
      }),
    );
  });

  it("walks any list to its end without a gap, whatever the page's size", () => {
    fc.assert(
      fc.property(fc.nat(40), fc.integer({ min: 1, max: 12 }), (size, limit) => {
        const rows = Array.from({ length: size }, (_, index) => index + 1);
        const seen: number[] = [];
        let after = 0;
        for (let pages = 0; pages <= size; pages += 1) {
          const next = rows.filter((id) => id > after).slice(0, limit + 1);
          const page = toPage(next, limit, (id) => [id]);
          seen.push(...page.items);
          if (page.nextCursor === null) {
            break;
          }
          after = decodeIdCursor(page.nextCursor) ?? 0;
        }
        expect(seen).toEqual(rows);
      }),
    );
  });
});

describe("a cursor that is not ours", () => {
  it.each([
    "",
    "x",
    "AAAA",
    "é",
    cursorOf({}),
    cursorOf(5),
    cursorOf([]),
    cursorOf([1, 2]),
    cursorOf([null]),
    cursorOf([[1]]),
  ])("%s is refused as the caller's fault", (cursor) => {
    expect(() => decodeCursor(cursor, 1)).toThrow(AppError);
  });

  it.each([["x"], [1.5], [1e300], ["7"]])("is refused where an id stands for it: %j", (part) => {
    expect(() => decodeIdCursor(cursorOf([part]))).toThrow(
      expect.objectContaining({
        code: "invalid",
        fields: [expect.objectContaining({ path: "query.cursor", code: "cursor_parsing" })],
      }),
    );
  });

  it("is never anything but refused or understood", () => {
    fc.assert(
      fc.property(fc.string(), (cursor) => {
        try {
          decodeIdCursor(cursor);
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
        }
      }),
    );
  });

  it("none at all means the first page", () => {
    expect(decodeIdCursor(undefined)).toBeUndefined();
  });
});
