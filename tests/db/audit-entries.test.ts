import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findEntriesWithContent } from "@/lib/audit/audit-repository";
import { contentHash } from "@/lib/audit/entry-content";
import { recordAudit } from "@/lib/audit/record-audit";
import type { JsonObject } from "@/lib/contracts/common";
import { inTransaction } from "@/lib/kernel/transaction";
import { availableDatabases } from "../support/test-database";
import { openWorld, type TestWorld } from "./support/test-world";

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ maxLength: 20 }),
  fc.constantFrom(
    "",
    " trailing ",
    "Ünïcødé 药局 😀",
    "\u0000",
    "\ud800",
    "é\u0301",
    "l".repeat(60_000),
  ),
);
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 1e21, 5e-324, 1.7976931348623157e308, 0.1, 2 ** 53, -1.5e-7, 100),
);
const json: fc.Arbitrary<JsonObject> = fc
  .dictionary(
    fc.oneof(
      text.map((key) => key.slice(0, 30)),
      fc.constantFrom("10", "9", "__proto__", "$type", "b"),
    ),
    fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        text,
        number,
        fc.boolean(),
        fc.constant(null),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(fc.string({ maxLength: 8 }), tie("value"), { maxKeys: 4 }),
      ),
    })).value,
    { maxKeys: 5 },
  )
  .map((value) => value as JsonObject);
const short = text.map((one) => [...one].slice(0, 60).join(""));

describe.each(await availableDatabases())("audit entries on $provider", (available) => {
  let world: TestWorld;
  beforeAll(async () => {
    world = await openWorld(available);
  });
  afterAll(() => world.close());

  it("have the same hash when they are read as when they were written, whatever they hold", async () => {
    const ctx = world.as("admin");
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          before: json,
          after: json,
          reason: text,
          note: short,
          id: short,
          at: fc.date(),
        }),
        async ({ before, after, reason, note, id }) => {
          const origin = { ...ctx, workstation: note, onBehalfOf: note, ip: "2001:db8::1" };
          const entryId = await inTransaction(origin, (tx) =>
            recordAudit(tx, {
              action: "test.hash",
              subject: { type: "test", id },
              outcome: "denied",
              caseId: Number.MAX_SAFE_INTEGER,
              reasonCode: "other",
              reason,
              before,
              after,
            }),
          );
          const [entry] = await findEntriesWithContent(ctx, [entryId]);
          expect(entry?.storedHash).toMatch(/^[0-9a-f]{64}$/);
          expect(entry && contentHash(entry.content)).toBe(entry?.storedHash);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("say who, for whom, what, when, where, with what outcome and why", async () => {
    const ctx = {
      ...world.asMachine("technician"),
      ip: "192.0.2.7",
      workstation: "RX-4",
      onBehalfOf: "kim",
    };
    const id = await inTransaction(ctx, (tx) =>
      recordAudit(tx, { action: "webhook.deliver", subject: { type: "test", id: 1 } }),
    );
    expect(await world.db.auditEntry.findUnique({ where: { id } })).toMatchObject({
      actorKind: "api_key",
      actorRole: "technician",
      onBehalfOf: "kim",
      at: world.clock.now,
      ip: "192.0.2.7",
      workstation: "RX-4",
      source: "api",
      outcome: "done",
      reasonCode: null,
      reason: null,
      retentionClass: "technical",
    });
  });
});
