import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Gap, missingIds, nextGaps } from "@/lib/audit/reading/gaps";

const NOW_MS = 1_000_000;
const at = new Date(NOW_MS);
const entries = (...ids: number[]) => ids.map((id) => ({ id, at }));
const gap = (from: number, to: number, sinceMs = NOW_MS): Gap => ({ from, to, sinceMs });
const next = (gaps: Gap[], read: { head?: number; late?: number[]; fresh?: number[] }) =>
  nextGaps(
    gaps,
    {
      head: read.head ?? 0,
      late: entries(...(read.late ?? [])),
      fresh: entries(...(read.fresh ?? [])),
      isUpToDate: true,
    },
    NOW_MS,
  );

test.each<[string, Gap[], Parameters<typeof next>[1], Gap[]]>([
  ["no holes", [], { fresh: [1, 2, 3] }, []],
  ["a hole below the first", [], { head: 4, fresh: [7] }, [gap(5, 6)]],
  ["holes between", [], { fresh: [1, 3, 6] }, [gap(2, 2), gap(4, 5)]],
  ["what came late is cut out", [gap(2, 5)], { head: 9, late: [3, 5] }, [gap(2, 2), gap(4, 4)]],
  ["a whole gap came", [gap(2, 3)], { head: 9, late: [2, 3] }, []],
  ["89 s old", [gap(2, 3, NOW_MS - 89_000)], { head: 9 }, [gap(2, 3, NOW_MS - 89_000)]],
  ["90 s old: rolled back", [gap(2, 3, NOW_MS - 90_000)], { head: 9 }, []],
])("%s", (_, before, read, after) => {
  expect(next(before, read)).toEqual(after);
});

test.each([
  ["while old entries are caught up on, is given up at once", false, []],
  ["otherwise is as old as we know of it: clocks differ", true, [gap(1, 4)]],
])("a hole below an old entry %s", (_, isUpToDate, gaps) => {
  const fresh = [{ id: 5, at: new Date(NOW_MS - 90_000) }];
  expect(nextGaps([], { head: 0, late: [], fresh, isUpToDate }, NOW_MS)).toEqual(gaps);
});

test("what is still to be read of the missing is not given up", () => {
  const old = gap(2, 3, NOW_MS - 90_000);
  const read = { head: 9, late: entries(2), fresh: [], isUpToDate: false };
  expect(nextGaps([old], read, NOW_MS)).toEqual([{ ...old, from: 3 }]);
});

test("a sequence that was set far ahead leaves a bounded gap", () => {
  expect(missingIds(next([], { fresh: [1, 1_000_000_000] }))).toHaveLength(10_000);
});

describe("in whatever order entries become visible", () => {
  test("each is read once, and none is missed", () => {
    const orders = fc.integer({ min: 1, max: 60 }).chain((count) =>
      fc.record({
        ids: fc.shuffledSubarray(
          Array.from({ length: count }, (_, i) => i + 1),
          { minLength: 1 },
        ),
        visiblePerPass: fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 1 }),
      }),
    );
    fc.assert(
      fc.property(orders, ({ ids, visiblePerPass }) => {
        const visible = new Set<number>();
        const read: number[] = [];
        const hidden = [...ids];
        let head = 0;
        let gaps: Gap[] = [];
        const pass = () => {
          const late = missingIds(gaps).filter((id) => visible.has(id));
          const fresh = [...visible].filter((id) => id > head).sort((a, b) => a - b);
          gaps = next(gaps, { head, late, fresh });
          head = fresh.at(-1) ?? head;
          read.push(...late, ...fresh);
        };
        for (const count of visiblePerPass) {
          for (const id of hidden.splice(0, count)) {
            visible.add(id);
          }
          pass();
        }
        for (const id of hidden) {
          visible.add(id);
        }
        pass();
        expect(read.sort((a, b) => a - b)).toEqual([...ids].sort((a, b) => a - b));
      }),
    );
  });
});
