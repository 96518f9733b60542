import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { limitWrongCodes } from "@/lib/auth/limit-wrong-codes";
import { isAppError } from "@/lib/kernel/app-error";
import { parseSettings } from "@/lib/platform/settings";

const registry = globalThis as typeof globalThis & { __controlTower?: Map<string, unknown> };
const DAY_MS = 86_400_000;

beforeEach(() => {
  registry.__controlTower = new Map([["settings", parseSettings({})]]);
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-03-02T00:00:00.000Z") });
});
afterEach(() => {
  vi.useRealTimers();
});

const wrong = (id = "ann") => limitWrongCodes(id, () => null);
const right = (id = "ann") => limitWrongCodes(id, () => "right");

async function hundredWrong() {
  for (let i = 0; i < 100; i += 1) {
    expect(await wrong()).toBeNull();
  }
}

describe("wrong codes of one person", () => {
  it("end at a hundred, and nobody else waits", async () => {
    await hundredWrong();
    await expect(wrong()).rejects.toSatisfy(isAppError);
    await expect(right()).rejects.toMatchObject({ code: "too_many_requests" });
    expect(await right("bea")).toBe("right");
  });

  it("are forgiven after as long as was told, and not before", async () => {
    await hundredWrong();
    const refusal = await right().catch((error: unknown) => error);
    const { retryAfterSeconds } = (refusal as { hints: { retryAfterSeconds: number } }).hints;
    vi.setSystemTime(Date.now() + DAY_MS / 2);
    await expect(right()).rejects.toMatchObject({ code: "too_many_requests" });
    vi.setSystemTime(Date.now() - DAY_MS / 2 + retryAfterSeconds * 1000);
    expect(await right()).toBe("right");
  });

  it("are neither the right ones nor those that nobody could judge", async () => {
    const broken = () => {
      throw new Error("sealed under another key");
    };
    for (let i = 0; i < 150; i += 1) {
      expect(await right()).toBe("right");
      await expect(limitWrongCodes("ann", broken)).rejects.toThrow("sealed");
    }
    await hundredWrong();
  });
});
