import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { limitFailures, limitGuesses } from "@/lib/auth/limit-failed-attempts";
import { AppError } from "@/lib/kernel/app-error";
import { parseSettings } from "@/lib/platform/settings";
import { SlidingCount } from "@/lib/platform/sliding-count";

const registry = globalThis as typeof globalThis & { __controlTower?: Map<string, unknown> };
const START = new Date("2026-03-02T09:30:00.000Z");

beforeEach(() => {
  registry.__controlTower = new Map([["settings", parseSettings({})]]);
  vi.useFakeTimers({ toFake: ["Date"], now: START });
});
afterEach(() => {
  vi.useRealTimers();
});

const wrong = async () => null;
const right = async () => "ann";

type Verify = () => Promise<string | null>;
const HOME = "203.0.113.7";

/** Notes every name that it is asked to count. */
class CountersSeen extends SlidingCount {
  readonly names = new Set<string>();

  override add(name: string) {
    this.names.add(name);
    return super.add(name);
  }
}

/** "right", "wrong", or the seconds to wait. */
async function outcomeOf(attempt: Promise<string | null>): Promise<string | number> {
  try {
    return (await attempt) === null ? "wrong" : "right";
  } catch (error) {
    return (error as { hints: { retryAfterSeconds: number } }).hints.retryAfterSeconds;
  }
}

const present = (verify: Verify, ip: string | null = HOME) => outcomeOf(limitFailures(ip, verify));

async function fail(times: number, ip: string | null = HOME) {
  const answers = [];
  for (let i = 0; i < times; i += 1) {
    answers.push(await present(wrong, ip));
  }
  return answers;
}

const advance = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000);

describe("failed attempts", () => {
  it("of one address are told ten times, then it has to wait", async () => {
    const answers = await fail(25);
    expect(answers.slice(0, 10)).toEqual(Array(10).fill("wrong"));
    expect(answers.slice(10).every((answer) => typeof answer === "number")).toBe(true);
    expect(await present(wrong, "203.0.113.8")).toBe("wrong");
  });

  it.each([HOME, null])("never shut out who presents what is right, from %s", async (ip) => {
    await fail(150, ip);
    expect(await present(right, ip)).toBe("right");
    expect(await present(wrong, ip)).toBeTypeOf("number");
  });

  it("of one IPv6 network are those of one line", async () => {
    for (let i = 0; i < 10; i += 1) {
      await present(wrong, `2001:db8:1:2::${i + 1}`);
    }
    expect(await present(wrong, "2001:db8:1:2:ffff::1")).toBeTypeOf("number");
    expect(await present(wrong, "2001:db8:1:3::1")).toBe("wrong");
    expect(await present(wrong, "::ffff:203.0.113.7")).toBe("wrong");
  });

  it("slide out of the five minutes one by one, not all at its end", async () => {
    advance(290);
    await fail(10);
    advance(20);
    // The window of the store has changed, the last five minutes have not.
    expect(await present(wrong)).toBeTypeOf("number");
    advance(150);
    expect(await present(wrong)).toBe("wrong");
    advance(600);
    expect(await fail(10)).toEqual(Array(10).fill("wrong"));
  });

  it("are forgiven after as long as was told", async () => {
    const answers = await fail(11);
    advance(Number(answers[10]));
    expect(await present(wrong)).toBe("wrong");
  });
});

describe("guesses", () => {
  const guess = (verify: Verify, { name = "ann", ip = HOME as string | null } = {}) =>
    outcomeOf(limitGuesses({ ip, subject: `email:${name}@example.com` }, verify));

  it("are counted before they are judged, so many at once gain nothing", async () => {
    let judged = 0;
    const slow = async () => {
      judged += 1;
      await new Promise((resolve) => setTimeout(resolve, 20));
      return null;
    };
    await Promise.all(Array.from({ length: 40 }, () => guess(slow)));
    expect(judged).toBe(10);
  });

  it("that were right cost nothing", async () => {
    for (let i = 0; i < 30; i += 1) {
      expect(await guess(right)).toBe("right");
    }
    for (let i = 0; i < 9; i += 1) {
      expect(await guess(wrong)).toBe("wrong");
    }
    expect(await guess(right)).toBe("right");
    expect(await guess(wrong)).toBe("wrong");
    expect(await guess(right)).toBeTypeOf("number");
  });

  it("that were refused unjudged do not make the wait longer", async () => {
    for (let i = 0; i < 10; i += 1) {
      await guess(wrong);
    }
    const first = await guess(right);
    for (let i = 0; i < 50; i += 1) {
      await guess(right);
    }
    expect(await guess(right)).toBe(first);
    advance(Number(first));
    expect(await guess(right)).toBe("right");
  });

  it("at other people, or wrong keys, do not shut out the right password of one", async () => {
    await fail(150);
    for (let i = 0; i < 90; i += 1) {
      await guess(wrong, { name: `person-${i % 30}` });
    }
    expect(await guess(right)).toBe("right");
  });

  it("of one address at whomever end at a hundred, where the address is known", async () => {
    for (let i = 0; i < 120; i += 1) {
      await guess(wrong, { name: `person-${i}` });
      await guess(wrong, { name: `person-${i}`, ip: null });
    }
    expect(await guess(right)).toBeTypeOf("number");
    expect(await guess(right, { ip: "203.0.113.8" })).toBe("right");
    expect(await guess(right, { ip: null })).toBe("right");
  });

  it("of an address that has none left leave no counters, and no counter tells of whom", async () => {
    const counters = new CountersSeen("failed", 300);
    registry.__controlTower?.set("failed attempts", counters);
    for (let i = 0; i < 100; i += 1) {
      await guess(wrong, { name: `person-${i}` });
    }
    const before = counters.names.size;
    for (let i = 100; i < 400; i += 1) {
      expect(await guess(wrong, { name: `person-${i}` })).toBeTypeOf("number");
    }
    expect([before, counters.names.size]).toEqual([201, 201]);
    expect([...counters.names].join(" ")).not.toContain("person");
  });

  it("that were right are given back to the window they were counted in", async () => {
    advance(299);
    const slow = async () => {
      advance(2);
      return "ann";
    };
    for (let i = 0; i < 15; i += 1) {
      expect(await guess(slow)).toBe("right");
    }
  });

  it.each([HOME, null])(
    "that are right, in a loop, wait as one person from %s alone",
    async (ip) => {
      for (let i = 0; i < 60; i += 1) {
        expect(await guess(right, { ip })).toBe("right");
      }
      const seconds = await guess(right, { ip });
      expect(seconds).toBeTypeOf("number");
      for (let i = 0; i < 50; i += 1) {
        await guess(right, { ip });
      }
      expect(await guess(right, { ip, name: "bea" })).toBe("right");
      advance(Number(seconds));
      expect(await guess(right, { ip })).toBe("right");
    },
  );

  it.each([
    ["the database is away", Object.assign(new Error("away"), { code: "P1001" })],
    ["nothing can be recorded", new AppError("unavailable", "No room for an audit entry.")],
  ])("that nobody could judge, as %s, cost nothing", async (_, error) => {
    for (let i = 0; i < 30; i += 1) {
      await expect(
        limitGuesses({ ip: HOME, subject: "email:ann@example.com" }, () => Promise.reject(error)),
      ).rejects.toBe(error);
    }
    expect(await guess(wrong)).toBe("wrong");
    expect(await guess(right)).toBe("right");
  });
});
