import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assertStorable } from "@/lib/http/assert-storable";

const NUL = String.fromCharCode(0);
const HALF_AN_EMOJI = String.fromCharCode(0xd83d);

const nested = (depth: number): unknown => (depth === 0 ? "x" : [nested(depth - 1)]);
const refusal = (path: string) =>
  expect.objectContaining({ code: "invalid", fields: [expect.objectContaining({ path })] });

describe("assertStorable", () => {
  it.each([
    ["a NUL character", { name: `a${NUL}` }, "body.name"],
    ["half an emoji", { a: { b: HALF_AN_EMOJI } }, "body.a.b"],
    ["a NUL character in a key", { a: { [`k${NUL}`]: 1 } }, "body.a"],
    ["the key __proto__", JSON.parse('{"a":{"__proto__":{"b":1}}}'), "body.a"],
    ["a list with a NUL character", { list: ["ok", NUL] }, "body.list.1"],
  ])("refuses %s and names its place", (_, value, path) => {
    expect(() => assertStorable(value, "body")).toThrow(refusal(path));
  });

  it("takes 50 levels and refuses more, even ten thousand", () => {
    expect(() => assertStorable(nested(50), "body")).not.toThrow();
    expect(() => assertStorable(nested(51), "body")).toThrow(/50 levels/);
    expect(() => assertStorable(nested(5000), "body")).toThrow(/50 levels/);
  });

  it("takes every other JSON value and leaves it as it is", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5, noUnicodeString: false }), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!/\\u0000|__proto__/.test(text));
        assertStorable(value, "body");
        expect(JSON.stringify(value)).toBe(text);
      }),
    );
  });
});
