import { randomInt } from "node:crypto";

/** Without letters that look alike; read out and typed once. */
const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
const GROUPS = 4;
const GROUP_LENGTH = 5;

/** @returns e.g. `k7m2q-xh4wd-9tzra-fc3ue`, 99 bits of chance */
export function newInitialPassword(): string {
  const group = () =>
    Array.from({ length: GROUP_LENGTH }, () => LETTERS.charAt(randomInt(LETTERS.length))).join("");
  return Array.from({ length: GROUPS }, group).join("-");
}
