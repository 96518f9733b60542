import { describe, expect, it } from "vitest";
import { findRejectCode, REJECT_CODES } from "@/lib/packs/kroger/reject-codes";

const CODES = "01 04 06 07 52 65 67 68 69 40 41 70 MR 75 76 79 88 25 56 71 21 77 92 99".split(" ");

describe("reject codes", () => {
  it("covers exactly the codes the pack works on", () => {
    expect(Object.keys(REJECT_CODES).sort()).toEqual([...CODES].sort());
  });

  it.each(CODES)("says what %s means and what to do about it", (code) => {
    const entry = findRejectCode(code);
    expect(entry?.meaning).toBeTruthy();
    expect(entry?.usualFix).toBeTruthy();
    expect(entry?.capCovers).toBeTruthy();
  });

  it("gives every code a meaning of its own", () => {
    const meanings = Object.values(REJECT_CODES).map((entry) => entry.meaning);
    expect(new Set(meanings).size).toBe(meanings.length);
  });

  it.each([
    ["88", "pharmacist", "observe"],
    ["75", "technician", "conditional_auto"],
    ["41", "technician", "guarded_auto"],
    ["68", "technician", "propose"],
    ["52", "technician", "full_auto"],
    ["79", "system", "full_auto"],
    ["92", "system", "full_auto"],
  ])("gives %s to the %s with %s at most", (code, who, cap) => {
    expect(findRejectCode(code)).toMatchObject({ who, cap });
  });

  it("never lets automation override 79 or give the emergency supply of 75", () => {
    expect(findRejectCode("79")?.capCovers).toContain("never an override");
    expect(findRejectCode("75")?.capCovers).toContain("never the emergency supply");
  });

  it("knows nothing of other codes, nor of names every object has", () => {
    for (const code of ["", "1", "mr", "00", "constructor", "__proto__"]) {
      expect(findRejectCode(code)).toBeNull();
    }
  });
});
