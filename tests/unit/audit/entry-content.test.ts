import { hash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "@/lib/audit/canonical-json";
import { contentHash, type EntryContent, sealedHash } from "@/lib/audit/entry-content";
import type { JsonObject } from "@/lib/contracts/common";

const json = fc
  .dictionary(fc.oneof(fc.string(), fc.constantFrom("10", "9", "b", "a")), fc.jsonValue())
  .map((value) => value as JsonObject);
const note = fc.option(fc.string({ unit: "binary" }));
const text = fc.string({ unit: "binary" });
const entry: fc.Arbitrary<EntryContent> = fc.record({
  tenant_id: text,
  site_id: text,
  at: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  actor_kind: text,
  actor_id: text,
  actor_role: text,
  on_behalf_of: note,
  action: text,
  outcome: text,
  subject_type: text,
  subject_id: text,
  workflow_id: fc.option(fc.maxSafeNat()),
  reason_code: note,
  reason: note,
  before: json,
  after: json,
  request_id: text,
  source: text,
  ip: note,
  workstation: note,
  retention_class: text,
});

test("the hash of an entry is that of its canonical JSON, whatever it holds", () => {
  fc.assert(
    fc.property(entry, (content) => {
      const textIn = (format: string) => canonicalJson({ format, ...content });
      expect(contentHash(content)).toBe(hash("sha256", textIn("control-tower/audit-entry/1")));
      expect(sealedHash(content, "any")).toBe(contentHash(content));
      const bare = hash("sha256", textIn("control-tower/audit-entry/0"));
      expect(sealedHash(content, null)).toBe(bare);
    }),
  );
});
