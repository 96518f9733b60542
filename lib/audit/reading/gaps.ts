/** Ids of audit entries that are not visible yet, and since when. */
export interface Gap {
  from: number;
  to: number;
  sinceMs: number;
}

/** Transactions end within 20 s; an id that is still missing after this was rolled back. */
const GAP_MAX_AGE_MS = 90_000;

/** More than can be on their way at once; a sequence that was set ahead leaves larger holes. */
const MAX_MISSING = 10_000;

/** Every id that is missing. */
export function missingIds(gaps: readonly Gap[]): number[] {
  return gaps.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, i) => from + i));
}

/**
 * The gaps that remain once these entries have been read: what came late is cut out, holes below
 * what came new are added, and what is missing for too long is given up. While old entries are
 * caught up on, a hole is as old as the entry above it, for ids are given in order; afterwards it
 * is as old as we know of it, whatever the clock of the process that wrote the entry.
 * @param read.fresh lowest id first, all above `head`
 * @param read.isUpToDate whether nothing that is visible has been left for the next time
 */
export function nextGaps(
  gaps: readonly Gap[],
  read: {
    head: number;
    late: readonly { id: number }[];
    fresh: readonly { id: number; at: Date }[];
    isUpToDate: boolean;
  },
  nowMs: number,
): Gap[] {
  const { isUpToDate, fresh } = read;
  // Those that were missing are read first, so that without fresh ones more of them may be there.
  const hasReadAllLate = isUpToDate || fresh.length > 0;
  const found = new Set(read.late.map(({ id }) => id));
  const kept = gaps.flatMap((gap) => splitAt(gap, found));
  const added = fresh.flatMap(({ id, at }, i) => {
    const below = fresh[i - 1]?.id ?? read.head;
    const from = Math.max(below + 1, id - MAX_MISSING);
    const sinceMs = isUpToDate ? nowMs : Math.min(at.getTime(), nowMs);
    return from < id ? [{ from, to: id - 1, sinceMs }] : [];
  });
  const isYoung = ({ sinceMs }: Gap) => nowMs - sinceMs < GAP_MAX_AGE_MS;
  return [...(hasReadAllLate ? kept.filter(isYoung) : kept), ...added.filter(isYoung)];
}

function splitAt(gap: Gap, found: ReadonlySet<number>): Gap[] {
  const pieces: Gap[] = [];
  let from = gap.from;
  for (let id = gap.from; id <= gap.to; id += 1) {
    if (found.has(id)) {
      pieces.push({ ...gap, from, to: id - 1 });
      from = id + 1;
    }
  }
  return [...pieces, { ...gap, from }].filter((piece) => piece.from <= piece.to);
}
