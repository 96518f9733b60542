import { Secret, TOTP } from "otpauth";
import { beforeEach, describe, expect, it } from "vitest";
import { newTimeCodeSecret, stepOfCode } from "@/lib/auth/people/time-code";
import { parseSettings } from "@/lib/platform/settings";

const AT = new Date("2026-11-22T10:00:10.000Z");
const STEP = BigInt(Math.floor(AT.getTime() / 30_000));

beforeEach(() => {
  const registry = globalThis as typeof globalThis & { __controlTower?: Map<string, unknown> };
  registry.__controlTower = new Map([["settings", parseSettings({})]]);
});

describe("a code of an authenticator app", () => {
  const made = () => newTimeCodeSecret("maria@pharmacy.example");
  const codeAt = (secret: string, seconds: number) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({
      timestamp: AT.getTime() + seconds * 1000,
    });

  it("belongs to the step of its time, and to a neighbour's when a clock is off", () => {
    const { secret, sealed } = made();
    const step = (seconds: number) =>
      stepOfCode(codeAt(secret, seconds), { sealed, lastStep: null, at: AT });
    expect([step(-30), step(0), step(30)]).toEqual([STEP - 1n, STEP, STEP + 1n]);
    expect([step(-90), step(60), step(90)]).toEqual([null, null, null]);
  });

  it("works no more once it, or a later one, has been used", () => {
    const { secret, sealed } = made();
    const code = codeAt(secret, 0);
    const after = (lastStep: bigint) => stepOfCode(code, { sealed, lastStep, at: AT });
    expect(after(STEP - 1n)).toBe(STEP);
    expect(after(STEP)).toBeNull();
    expect(after(STEP + 1n)).toBeNull();
  });

  it.each(["", "12345", "1234567", "abcdef", "000 000 000"])("is not %j", (code) => {
    expect(stepOfCode(code, { sealed: made().sealed, lastStep: null, at: AT })).toBeNull();
  });

  it("comes from a secret that is sealed, and named after the product and the person", () => {
    const { secret, uri, sealed } = made();
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(sealed).not.toContain(secret);
    expect(uri).toContain("otpauth://totp/Control%20Tower:maria%40pharmacy.example?");
    expect(uri).toContain(`secret=${secret}`);
  });
});
