import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { clientTypes } from "../../scripts/lib/client-types";

test("the types of the client are those of the document; run npm run generate:client", async () => {
  const file = path.resolve(import.meta.dirname, "../../sdk/api-types.ts");
  const isCurrent = readFileSync(file, "utf8") === (await clientTypes());
  expect(isCurrent).toBe(true);
});
