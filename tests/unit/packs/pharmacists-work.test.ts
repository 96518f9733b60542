import { describe, expect, test } from "vitest";
import { isPharmacistsTask } from "@/lib/packs/pharmacists-work";

describe("a pharmacist's task", () => {
  test.each([
    ["Count", "Pharmacist K. Novak"],
    ["Count", "on-duty pharmacist"],
    ["Count", "pharmacist_on_duty"],
    ["Count", "RPh Lee"],
    ["Count", "Lee, R.Ph."],
    ["Pharmacist pre-verification", null],
    ["RPh check", null],
  ])("is %s for %s", (name, assignedTo) => {
    expect(isPharmacistsTask({ name, assignedTo })).toBe(true);
  });

  test.each([
    ["Count", "Technician Murphy"],
    ["Order morphine", null],
    ["Tell the pharmacist about the delay", "Technician P. Osei"],
  ])("is not %s for %s", (name, assignedTo) => {
    expect(isPharmacistsTask({ name, assignedTo })).toBe(false);
  });
});
