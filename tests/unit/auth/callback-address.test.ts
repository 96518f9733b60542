import { expect, test } from "vitest";
import { isCallbackAddress, ownAddress } from "@/lib/auth/callback-address";

const baseUrl = "https://tower.example";

test.each([
  ["/audit?x=1#a", `${baseUrl}/audit?x=1#a`],
  [`${baseUrl}/audit`, `${baseUrl}/audit`],
  ["/€", `${baseUrl}/%E2%82%AC`],
  ["/a\nb", `${baseUrl}/ab`],
  ["https://evil.example/audit", baseUrl],
  ["//evil.example", baseUrl],
  ["/\\evil.example", baseUrl],
])("%j is an address, and leads to %s", (url, there) => {
  expect(isCallbackAddress(url)).toBe(true);
  expect(ownAddress({ url, baseUrl })).toBe(there);
});

test.each(["x", "", "javascript:alert(1)", "http://", 5, null, {}])("%j is none", (value) => {
  expect(isCallbackAddress(value)).toBe(false);
});

test.each(["javascript:alert(1)", "http://", "data:text/html,x"])(
  "%s leads to the start",
  (url) => {
    expect(ownAddress({ url, baseUrl })).toBe(baseUrl);
  },
);
