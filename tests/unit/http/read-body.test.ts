import { describe, expect, it } from "vitest";
import { parseBody } from "@/lib/http/read-body";
import { isAppError } from "@/lib/kernel/app-error";

function refusalOf(text: string): string {
  try {
    parseBody(text, "application/json");
    return "none";
  } catch (error) {
    return isAppError(error) ? JSON.stringify([error.message, error.fields]) : "bug";
  }
}

describe("a body that is not JSON", () => {
  it.each([
    '{"patient": "Jane Roe", "dob": 1970-01-01}',
    "Jane Roe",
    '{"patient": "Jane Roe" "x": 1}',
    '{"patient": "Jane Roe',
    "Jane Roe at position 1970",
  ])("is refused without a word of %s", (text) => {
    const refusal = refusalOf(text);
    expect(refusal).toContain("The body is not valid JSON");
    expect(refusal).not.toMatch(/Jane|Roe|1970|patient/);
  });

  it("is told where it goes wrong, where the parser says so", () => {
    expect(refusalOf('{"a": 1 "b"}')).toContain("not valid JSON at position 8");
  });
});
