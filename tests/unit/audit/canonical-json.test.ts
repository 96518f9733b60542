import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "@/lib/audit/canonical-json";
import { type EntryContent, sealedHash } from "@/lib/audit/entry-content";
import { storableText } from "@/lib/audit/storable";

test.each<[unknown, string]>([
  [{ b: 1, a: [true, null] }, '{"a":[true,null],"b":1}'],
  [{ 10: "x", 9: "y", a: "z" }, '{"10":"x","9":"y","a":"z"}'],
  [{ "€": 1, "\r": 2, "1": 3, "😀": 4, ö: 5 }, '{"\\r":2,"1":3,"ö":5,"€":1,"😀":4}'],
  [[1e21, 333333333.3333333, 1e-27, -0, 4.5], "[1e+21,333333333.3333333,1e-27,0,4.5]"],
  [{ gone: undefined, kept: "" }, '{"kept":""}'],
])("writes %j as RFC 8785 does", (value, text) => {
  expect(canonicalJson(value)).toBe(text);
});

test("spells one value in one way, whatever the order of its keys, and never two values alike", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
      const text = canonicalJson(one);
      expect(canonicalJson(JSON.parse(JSON.stringify(reversed(one))))).toBe(text);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(one)));
      expect(canonicalJson(other) === text).toBe(
        canonicalJson(JSON.parse(text)) === canonicalJson(JSON.parse(canonicalJson(other))),
      );
    }),
  );
});

test("an entry without a hash is sealed by another hash than the same entry with one", () => {
  const content = { tenant_id: "a", before: {}, after: {} } as unknown as EntryContent;
  expect(sealedHash(content, null)).not.toBe(sealedHash(content, "0"));
});

test("keeps a text that every database can keep, and replaces what none can", () => {
  expect(storableText("a\0b\ud800c😀")).toBe("a\uFFFDb\uFFFDc😀");
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(reversed);
  }
  return typeof value === "object" && value !== null
    ? Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, member]) => [key, reversed(member)]),
      )
    : value;
}
