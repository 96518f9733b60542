import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addBusinessDays } from "@/lib/workflows/business-days";

describe("addBusinessDays", () => {
  it.each([
    ["2026-03-02T09:30:00.123Z", 3, "2026-03-05T09:30:00.123Z", "Monday to Thursday"],
    ["2026-03-04T09:30:00.000Z", 3, "2026-03-09T09:30:00.000Z", "Wednesday over the weekend"],
    ["2026-03-06T23:59:59.999Z", 1, "2026-03-09T23:59:59.999Z", "Friday to Monday"],
    ["2026-03-07T12:00:00.000Z", 1, "2026-03-09T12:00:00.000Z", "Saturday to Monday"],
    ["2026-03-08T12:00:00.000Z", 3, "2026-03-11T12:00:00.000Z", "Sunday to Wednesday"],
    ["2024-02-28T12:00:00.000Z", 2, "2024-03-01T12:00:00.000Z", "over a leap day"],
    ["2026-12-31T12:00:00.000Z", 2, "2027-01-04T12:00:00.000Z", "over the new year"],
    ["2026-03-02T12:00:00.000Z", 0, "2026-03-02T12:00:00.000Z", "no day at all"],
  ])("%s and %i days is %s: %s", (from, days, expected) => {
    const start = new Date(from);
    expect(addBusinessDays(start, days).toISOString()).toBe(expected);
    expect(start.toISOString()).toBe(from);
  });

  it("ends on a weekday at the same time of day, as many weekdays later as asked", () => {
    const from = fc.date({
      min: new Date("2000-01-01"),
      max: new Date("2100-01-01"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(from, fc.integer({ min: 1, max: 40 }), (start, days) => {
        const end = addBusinessDays(start, days);
        expect([0, 6]).not.toContain(end.getUTCDay());
        expect((end.getTime() - start.getTime()) % 86_400_000).toBe(0);
        let weekdays = 0;
        for (let at = start.getTime() + 86_400_000; at <= end.getTime(); at += 86_400_000) {
          weekdays += [0, 6].includes(new Date(at).getUTCDay()) ? 0 : 1;
        }
        expect(weekdays).toBe(days);
      }),
    );
  });
});
