import { expect, it } from "vitest";
import { passingWord, useInWords } from "@/lib/format/glass-use";

it.each([
  [{ active: true, use_count: 0 }, "passes", "not used yet"],
  [{ active: true, use_count: 1 }, "passes", "used 1 time"],
  [{ active: false, use_count: 2 }, "passed", "used 2 times"],
  [{ active: false, use_count: 0 }, "could pass", "was not used"],
])("a grant %j reads %s … %s", (grant, word, use) => {
  expect([passingWord(grant), useInWords(grant)]).toEqual([word, use]);
});
