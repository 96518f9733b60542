import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contentHash, sealedHash } from "@/lib/audit/entry-content";
import { nextSeal } from "@/lib/audit/sealing/chain";
import { entryFaults } from "@/lib/audit/verify/entry-faults";
import type { Fault } from "@/lib/audit/verify/fault";
import type { TrailRecord } from "@/lib/audit/verify/trail-record";
import {
  chainOf,
  contentAt,
  faultsAt,
  faultsIn,
  flips,
  type Link,
  prunedAt,
  signedAt,
  signedTrail,
} from "./support/audit-memory";

const ROWS = 50;
const contents = (count: number, secondsApart = 1) =>
  Array.from({ length: count }, (_, i) => contentAt(i, secondsApart));
const links = chainOf(contents(ROWS));
const trail = () => signedTrail(links, 10);

/** Every record that differs from this one in one bit of one column, with the column's name. */
function* flippedRows<Row extends object>(row: Row): Generator<{ column: string; row: Row }> {
  for (const [column, value] of Object.entries(row)) {
    for (const changed of flips(value)) {
      if (changed !== null) {
        yield { column, row: { ...row, [column]: changed } };
      }
    }
  }
}

describe("the verification finds, in its place,", () => {
  test("nothing where nothing was changed", () => {
    expect(faultsIn(trail())).toEqual([]);
  });

  test.each([0, 10, 20, 30, 40])(
    "every single flipped bit in every column of 50 entries and seals, from the %ith on",
    (from) => {
      const missed: string[] = [];
      let flipped = 0;
      const expectFault = (link: Link, [fault]: Fault[], column: string) => {
        flipped += 1;
        const isNamed = fault?.entryId === link.entry.id || fault?.position === link.seal.position;
        if (!isNamed) {
          missed.push(`${column} at ${link.seal.position}`);
        }
      };
      for (const link of links.slice(from, from + 10)) {
        for (const { column, row } of flippedRows(link.entry)) {
          expectFault(link, entryFaults(link.seal, row), column);
        }
        for (const { column, row } of flippedRows(link.seal)) {
          const before = links[link.seal.position - 2];
          expectFault(link, faultsAt(before, { seal: row, entry: link.entry }), column);
        }
      }
      expect(missed).toEqual([]);
      expect(flipped).toBeGreaterThan(20_000);
    },
  );

  test("every single flipped bit in every column of a checkpoint", () => {
    const missed: string[] = [];
    for (const position of [10, 20, 30]) {
      const link = links[position - 1] as Link;
      for (const { column, row } of flippedRows(signedAt(link, position - 10))) {
        if (faultsAt(link, { checkpoint: row }, position - 10).length === 0) {
          missed.push(`${column} at ${position}`);
        }
      }
    }
    expect(missed).toEqual([]);
  });

  test("1000 random edits of any column", () => {
    const records = trail();
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.string(), fc.nat(), (at, columnAt, text, part) => {
        const i = at % records.length;
        const record = records[i] as TrailRecord;
        const parts = Object.entries(record);
        const [name, row] = parts[part % parts.length] as [string, Record<string, unknown>];
        const column = Object.keys(row)[columnAt % Object.keys(row).length] as string;
        fc.pre(row[column] !== text);
        const edited = { ...record, [name]: { ...row, [column]: text } } as TrailRecord;
        expect(faultsIn(records.with(i, edited)).length, `${name}.${column}`).toBeGreaterThan(0);
      }),
      { numRuns: 1000 },
    );
  });

  test("every deletion, insertion and swap of links", () => {
    const records = trail();
    const forged = (i: number): TrailRecord => {
      const link = links[i % ROWS] as Link;
      return { ...link, entry: { ...link.entry, id: 999 } };
    };
    records.forEach((_, i) => {
      const isLast = i === records.length - 1;
      if (!isLast) {
        expect(faultsIn(records.toSpliced(i, 1)).length, `without ${i}`).toBeGreaterThan(0);
      }
      expect(faultsIn(records.toSpliced(i, 0, forged(i))).length, `before ${i}`).toBeGreaterThan(0);
    });
    const places = records.flatMap((record, i) => ("seal" in record ? [i] : []));
    for (const [i, j] of places.flatMap((one) => places.map((two) => [one, two] as const))) {
      const [one, other] = [records[i], records[j]] as [TrailRecord, TrailRecord];
      if (i < j) {
        const swapped = records.with(i, other).with(j, one);
        expect(faultsIn(swapped).length, `${i} and ${j}`).toBeGreaterThan(0);
      }
    }
  });

  test("a prune statement in any place but the beginning, whatever it stands for", () => {
    const prune = prunedAt(links[13] as Link);
    const isGone = (record: TrailRecord) => "seal" in record && record.seal.position <= 14;
    const kept = trail().filter((record) => !isGone(record));
    expect(faultsIn([{ prune }, ...kept])).toEqual([]);
    for (let i = 1; i < kept.length; i += 1) {
      expect(faultsIn(kept.toSpliced(i, 0, { prune })).length, `behind ${i}`).toBeGreaterThan(0);
    }
    for (let upTo = 1; upTo < 14; upTo += 1) {
      const isHidden = (record: TrailRecord) =>
        isGone(record) && "seal" in record && record.seal.position > upTo;
      const place = trail().findIndex(isHidden);
      const hidden = trail().toSpliced(place, 0, { prune });
      const faults = faultsIn(hidden.filter((record) => !isHidden(record)));
      expect(faults.length, `without ${upTo + 1} to 14`).toBeGreaterThan(0);
    }
  });

  test("links and checkpoints that a prune statement skips, and another chain than was pruned", () => {
    const prune = prunedAt(links[24] as Link);
    const isHidden = (record: TrailRecord) =>
      "seal" in record && record.seal.position > 17 && record.seal.position <= 25;
    const [before, behind] = [trail().slice(0, 18), trail().slice(18)];
    const hidden = [...before, { prune }, ...behind].filter((record) => !isHidden(record));
    expect(faultsIn(hidden)).toMatchObject([
      { part: "chain", position: 25, what: expect.stringContaining("18 to 25") },
      { part: "checkpoint", position: 20 },
    ]);
    const [early] = behind.filter((record) => "checkpoint" in record);
    const waiting = [...before, early as TrailRecord, { prune }, ...behind.slice(8)];
    expect(faultsIn(waiting)).toContainEqual(
      expect.objectContaining({ part: "checkpoint", position: 20, what: expect.any(String) }),
    );
    const forged = chainOf(contents(ROWS).with(13, { ...contentAt(13), reason: "another" }));
    expect(faultsIn([...forged.slice(0, 30), { prune }])).toContainEqual(
      expect.objectContaining({ part: "prune", position: 25 }),
    );
  });

  test("a chain cut off anywhere, against a checkpoint that was kept elsewhere", () => {
    const held = [signedAt(links[ROWS - 1] as Link, 40)];
    const records = trail();
    for (let end = 0; end < records.length - 2; end += 1) {
      expect(faultsIn(records.slice(0, end), { held })).toContainEqual(
        expect.objectContaining({ position: ROWS, what: expect.stringContaining("missing") }),
      );
    }
  });

  test("a content hash that was computed anew, by its seal", () => {
    const link = links[7] as Link;
    const content = { ...contentAt(7), reason: "another" };
    const entry = { ...link.entry, ...content, content_hash: contentHash(content) };
    expect(faultsIn(trail().with(7, { seal: link.seal, entry }))).toMatchObject([
      { position: 8, entryId: 8, part: "seal" },
    ]);
  });

  test("hashes, seals and chain that were computed anew without the private key, by every checkpoint behind", () => {
    const forged = chainOf(contents(ROWS).with(13, { ...contentAt(13), reason: "another" }));
    const records = trail().map(
      (record): TrailRecord =>
        "seal" in record ? (forged[record.seal.position - 1] as Link) : record,
    );
    expect(faultsIn(records).map(({ part, position }) => [part, position])).toEqual(
      [20, 30, 40, 50, 50].map((position) => ["checkpoint", position]).slice(0, -1),
    );
  });
});

test("an entry without a content hash may stand only before all that have one", () => {
  const [one, two] = links as [Link, Link];
  const hash = sealedHash(contentAt(1), null);
  const end = nextSeal({ position: 1, chainHash: one.seal.chain_hash }, { id: 2, entryHash: hash });
  const bare: Link = {
    seal: { ...two.seal, entry_hash: hash, chain_hash: end.chainHash },
    entry: { ...two.entry, content_hash: null },
  };
  expect(faultsIn([one, bare, { checkpoint: signedAt(bare, 0) }])).toMatchObject([
    { position: 2, entryId: 2, part: "content" },
  ]);
});

test("a link without its entry is a fault, unless an export names the filters that left it out", () => {
  const records = trail().with(4, { seal: (links[4] as Link).seal });
  expect(faultsIn(records)).toMatchObject([{ position: 5, part: "content" }]);
  const header = { export: { tenant_id: "default", filters: { action: "proposal." } } };
  expect(faultsIn([header, ...records])).toEqual([]);
  const slippedIn = faultsIn(records.toSpliced(2, 0, header));
  expect(slippedIn.map(({ part }) => part)).toEqual(["line", "content"]);
  const other = { export: { tenant_id: "default", filters: { action: "case." } } };
  expect(faultsIn([other, ...records])).toHaveLength(ROWS - 1);
  for (const filters of [{ constructor: "x" }, { preset: "constructor" }]) {
    const none = { export: { tenant_id: "default", filters } };
    expect(faultsIn([none, ...records])).toHaveLength(ROWS - 1);
  }
});

describe("what no checkpoint vouches for", () => {
  const signedOnce = (count: number, secondsApart: number): TrailRecord[] => {
    const chain = chainOf(contents(count, secondsApart));
    return [chain[0] as Link, { checkpoint: signedAt(chain[0] as Link, 0) }, ...chain.slice(1)];
  };

  test("may be 2000 links and no more", () => {
    expect(faultsIn(signedOnce(2001, 0.01))).toEqual([]);
    expect(faultsIn(signedOnce(2002, 0.01))).toMatchObject([
      { part: "checkpoint", position: 2002, what: expect.stringContaining("2001 links") },
    ]);
  });

  test("may be two minutes old and no more", () => {
    expect(faultsIn(signedOnce(100, 1))).toEqual([]);
    const fault = { part: "checkpoint", position: 130, what: expect.stringContaining("at 2 is") };
    expect(faultsIn(signedOnce(130, 1))).toMatchObject([fault]);
    const now = new Date(Date.parse(contentAt(99).at) + 60_000);
    expect(faultsIn(signedOnce(100, 1), { now })).toHaveLength(1);
  });

  test("is found even when the system has signed the forged end", () => {
    const chain = chainOf(contents(2500));
    const end = chain.at(-1) as Link;
    expect(faultsIn([...signedOnce(2500, 1), { checkpoint: signedAt(end, 1) }])).toMatchObject([
      { part: "checkpoint", position: 2500, what: expect.stringContaining("2499 links") },
    ]);
  });
});
