import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "@/lib/contracts/common";
import { publicFields } from "@/lib/integrations/event-stream/public-fields";
import { isTold, toStreamEvent } from "@/lib/integrations/event-stream/stream-event";
import { matchesEventType } from "@/lib/integrations/event-type-pattern";
import { readSources } from "../../support/source-files";

const PATIENT_LIKE = [
  "Jane Doe",
  "Doe",
  "O'Brien",
  "1956-03-09",
  "Atorvastatin 20 mg",
  "+1 513 555 0100",
  "jane.doe@example.com",
  "MRN 12345",
  "takes it at night; call her daughter",
  "Jürgen",
];

/** Every action and every field name that the services write into the audit trail. */
const sources = readSources("lib", ".ts");
const actions = [
  ...new Set(
    sources.flatMap(({ code }) =>
      [...code.matchAll(/\baction: [^\n]*?"([a-z_]+\.[a-z_]+)"/g)].map(([, action = ""]) => action),
    ),
  ),
];
const fields = [
  ...new Set(
    sources
      .filter(({ code }) => code.includes("recordAudit(tx"))
      .flatMap(({ code }) => [...code.matchAll(/\b([a-z_]+)(?=[:,] ?)/g)].map(([name]) => name)),
  ),
];

const entryOf = (action: string, content: object) => ({
  id: 1,
  tenantId: "default",
  siteId: "store-7",
  at: new Date(0),
  actor: { kind: "user", id: "user:pharmacist" },
  action,
  outcome: "done",
  subject: { type: "case", id: "12" },
  caseId: 12,
  before: content as Record<string, never>,
  after: content as Record<string, never>,
});

test("there are actions and fields to try", () => {
  expect(actions).toEqual(expect.arrayContaining(["case.create", "proposal.execute"]));
  expect(fields).toEqual(expect.arrayContaining(["label", "payload", "name", "queue"]));
});

describe.each(PATIENT_LIKE)("%s", (text) => {
  test("is in no event of any action, whichever field held it and however deep", () => {
    const content = Object.fromEntries(
      fields.flatMap((name) => [
        [name, text],
        [`${name}_list`, [text]],
        [`${name}_object`, { name: text }],
      ]),
    );
    const nested = Object.fromEntries(fields.map((name) => [name, { value: [text] }]));
    for (const action of actions) {
      for (const given of [content, nested]) {
        expect(JSON.stringify(toStreamEvent(entryOf(action, given)))).not.toContain(text);
      }
    }
  });
});

test.each(["session.refuse", "access.deny", "policy.deny"])(
  "%s is told to nobody who listens",
  (action) => {
    expect(isTold({ ...entryOf(action, {}), outcome: "denied" })).toBe(false);
    expect(isTold(entryOf("case.create", {}))).toBe(true);
  },
);

test("words of ours, counts and flags are told", () => {
  const told = {
    queue: "data_entry",
    gate: "kroger.data_entry_to_preverify_insurance",
    version: 3,
    is_enabled: false,
    insurance: null,
  };
  expect(publicFields({ ...told, label: "approve", name: "jane", note: "yes" })).toEqual(told);
});

test("nothing but plain values of known fields is ever told", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (given) => {
      const told = publicFields({ ...(given as JsonObject), status: "approved" });
      expect(
        Object.values(told).every((value) => typeof value !== "object" || value === null),
      ).toBe(true);
      expect(told["status"]).toBe("approved");
    }),
  );
});

test.each([
  ["proposal.execute", ["*"], true],
  ["proposal.execute", ["proposal.*"], true],
  ["proposal.execute", ["proposal.execute"], true],
  ["proposal.execute", ["case.*", "proposal.create"], false],
  ["proposals.execute", ["proposal.*"], false],
  ["proposal.execute", ["proposal"], false],
  ["proposal.execute", [], false],
])("%s is asked for by %j: %s", (type, patterns, expected) => {
  expect(matchesEventType(type, patterns)).toBe(expected);
});
