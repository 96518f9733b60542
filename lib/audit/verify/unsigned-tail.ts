/** A checkpoint comes with every 1000 entries or minute; this leaves room for a busy system. */
const MAX_LINKS = 2000;
const MAX_AGE_MS = 120_000;

interface Signed {
  position: number;
  /** null where it is not known */
  at: string | null;
}

/** @returns what is wrong with two checkpoints that follow each other; null when nothing is */
export function checkpointGapFault(before: Signed, { position, at }: Signed): string | null {
  const links = position - before.position;
  const ms = before.at === null || at === null ? 0 : Date.parse(at) - Date.parse(before.at);
  return links > MAX_LINKS && ms > MAX_AGE_MS
    ? `${links} links and ${Math.round(ms / 1000)} s after the checkpoint before: more than the system leaves unsigned`
    : null;
}

/** What came after the last signature: it must be short and young, or a signature was removed. */
export class UnsignedTail {
  /** when the newest links were left, by position modulo what may be unsigned */
  readonly #times: (string | undefined)[] = [];
  #newest = "";
  #now: string | null = null;

  /** Until when the trail was read, where that is known; else it is until the newest `at` in it. */
  readUntil(now: Date): void {
    this.#now = now.toISOString();
  }

  add(position: number, at: string | undefined): void {
    this.#times[position % MAX_LINKS] = at;
    this.see(at ?? "");
  }

  see(at: string): void {
    if (at > this.#newest) {
      this.#newest = at;
    }
  }

  /** @returns what is wrong with the links behind the last signature; null when nothing is */
  fault({ signedUpTo, end }: { signedUpTo: number; end: number }): string | null {
    if (end - signedUpTo > MAX_LINKS) {
      return `${end - signedUpTo} links after the last signature, at ${signedUpTo}: more than the system leaves unsigned`;
    }
    const now = Date.parse(this.#now ?? this.#newest);
    for (let position = signedUpTo + 1; position <= end; position += 1) {
      const age = now - Date.parse(this.#times[position % MAX_LINKS] ?? "");
      if (age > MAX_AGE_MS) {
        return `the entry at ${position} is ${Math.round(age / 1000)} s old and nothing is signed after ${signedUpTo}: the system signs within a minute`;
      }
    }
    return null;
  }
}
