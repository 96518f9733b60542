import { expect, it } from "vitest";
import { highestRole } from "@/lib/auth/sessions/judge-claims";

const MAPPING = [
  { group: "ct-admins", role: "admin" },
  { group: "ct-techs", role: "technician" },
  { group: "ct-rph", role: "pharmacist" },
] as const;

it.each([
  [["ct-techs"], "technician"],
  [["ct-techs", "ct-rph"], "pharmacist"],
  [["ct-rph", "ct-techs", "others"], "pharmacist"],
  [["ct-admins", "ct-techs"], "admin"],
  ["ct-rph", "pharmacist"],
  [["others"], null],
  [[], null],
  ["", null],
  [undefined, null],
  [null, null],
  [{ "ct-admins": true }, null],
  ["ct-admins ct-techs", null],
  [[["ct-admins"]], null],
  ["CT-ADMINS", null],
] as const)("the groups %j give %j", (claim, role) => {
  expect(highestRole(claim, MAPPING)).toBe(role);
});
