import { describe, expect, it } from "vitest";
import { safePath } from "@/lib/client/safe-path";
import { capLabel, capStage } from "@/lib/format/cap";
import { formatAgo, formatClock, formatDuration } from "@/lib/format/duration";
import { formatPromise } from "@/lib/format/promise";
import { actorName, formatPercent, sitesInWords, toWords } from "@/lib/format/words";

const NOW = Date.parse("2026-11-22T12:00:00Z");
const MINUTE = 60_000;
const at = (minutes: number) => new Date(NOW + minutes * MINUTE).toISOString();

describe("times on screen", () => {
  it.each([
    [0.5, "under 1 min"],
    [12, "12 min"],
    [59.9, "59 min"],
    [60, "1 h"],
    [190, "3 h 10 min"],
    [14 * 60 + 5, "14 h"],
    [47 * 60, "47 h"],
    [48 * 60, "2 d"],
  ])("%s minutes are told as %s", (minutes, words) => {
    expect(formatDuration(minutes * MINUTE)).toBe(words);
    expect(formatDuration(-minutes * MINUTE)).toBe(words);
  });

  it.each([
    [12, "in 12 min"],
    [-8, "late 8 min"],
    [0.5, "due now"],
    [-0.5, "due now"],
  ])("a promise %s minutes away is told as %s", (minutes, words) => {
    expect(formatPromise(at(minutes), NOW)).toBe(words);
  });

  it("the past is told as ago", () => {
    expect(formatAgo(at(-0.2), NOW)).toBe("just now");
    expect(formatAgo(at(-8), NOW)).toBe("8 min ago");
  });

  it.each([
    [899_001, "15:00"],
    [64_000, "01:04"],
    [3_899_000, "1:04:59"],
    [-5, "00:00"],
  ])("%s ms count down as %s", (ms, clock) => {
    expect(formatClock(ms)).toBe(clock);
  });
});

describe("words on screen", () => {
  it("tell every store by that, and the first twenty of many", () => {
    const ids = Array.from({ length: 22 }, (_, i) => `s${i}`);
    expect(sitesInWords(["*"])).toBe("every store");
    expect(sitesInWords([])).toBe("no store");
    expect(sitesInWords(ids.slice(0, 20))).toBe(ids.slice(0, 20).join(", "));
    expect(sitesInWords(ids)).toBe(`${ids.slice(0, 20).join(", ")} and 2 more`);
  });

  it("keys become words, shares per cent, actors names", () => {
    expect(toWords("rejection_resolution")).toBe("Rejection resolution");
    expect(formatPercent(0.914)).toBe("91 %");
    expect(actorName("api_key:admin")).toBe("admin");
    expect(actorName("rule:7")).toBe("Rule 7");
    expect(actorName("user:7", "Ada Berg")).toBe("Ada Berg");
    expect(actorName("user:demo", null)).toBe("demo");
  });

  it("a cap names its stage, and a pharmacist's queue says so", () => {
    expect(capStage("up to guarded")).toBe("guarded_auto");
    expect(capStage("people decide")).toBe("propose");
    expect(capLabel("people decide", "Pharmacist only")).toBe("RPh only");
  });
});

describe("the way back after signing in", () => {
  it.each([
    ["/cases/12?search=a", "/cases/12?search=a"],
    ["https://evil.example/", "/dashboard"],
    ["//evil.example/", "/dashboard"],
    ["/\\evil.example", "/dashboard"],
    ["/sign-in", "/dashboard"],
    [undefined, "/dashboard"],
  ])("from %s is %s", (wanted, path) => {
    expect(safePath(wanted)).toBe(path);
  });
});
