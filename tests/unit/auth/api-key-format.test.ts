import { describe, expect, it } from "vitest";
import { newApiKey, readApiKey } from "@/lib/auth/keys/api-key-format";

describe("a new key", () => {
  it("has a start to find it by, 256 random bits and a checksum", () => {
    const { key, prefix, hash } = newApiKey();
    expect(key).toMatch(/^ctk_[0-9a-z]{8}_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}$/);
    expect(key.startsWith(`${prefix}_`)).toBe(true);
    expect(readApiKey(key)).toEqual({ kind: "key", prefix, hash });
    expect(newApiKey().key).not.toBe(key);
  });
});

describe("a text that is meant to be a key", () => {
  const { key } = newApiKey();
  const swapped = `${key.slice(0, 20)}${key[21]}${key[20]}${key.slice(22)}`;
  it.each([
    [
      "one character is another",
      `${key.slice(0, 30)}${key[30] === "a" ? "b" : "a"}${key.slice(31)}`,
    ],
    ["two have changed places", swapped === key ? `${key}x` : swapped],
    ["its end is missing", key.slice(0, -1)],
    ["it was copied with more", `${key} `],
    ["it is written in capitals", `ctk_${key.slice(4).toUpperCase()}`],
    ["nothing follows", "ctk_"],
  ])("is mistyped when %s", (_, text) => {
    expect(readApiKey(text)).toEqual({ kind: "mistyped" });
  });

  it("is not one of ours when it does not begin like one", () => {
    expect(readApiKey(key.slice(1))).toEqual({ kind: "other" });
    expect(readApiKey("")).toEqual({ kind: "other" });
  });
});
