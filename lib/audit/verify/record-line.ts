import { z } from "zod";
import { canonicalJson, isCanonicalJson } from "../canonical-json";
import type { TrailRecord } from "./trail-record";

const text = z.string();
const whole = z.int();
const note = text.nullable();

const checkpoint = z.strictObject({
  tenant_id: text,
  position: whole,
  previous_position: whole,
  chain_hash: text,
  at: text,
  key_id: text,
  signature: text,
});
export const checkpointLine = z.strictObject({ checkpoint });

const prune = z.strictObject({
  tenant_id: text,
  through_position: whole,
  through_entry_id: whole,
  chain_hash: text,
  at: text,
  actor_id: text,
  key_id: text,
  signature: text,
});

const seal = z.strictObject({
  tenant_id: text,
  position: whole,
  audit_entry_id: whole,
  entry_hash: text,
  chain_hash: text,
});

const entry = z.strictObject({
  id: whole,
  tenant_id: text,
  site_id: text,
  at: text,
  actor_kind: text,
  actor_id: text,
  actor_role: text,
  on_behalf_of: note,
  action: text,
  outcome: text,
  subject_type: text,
  subject_id: text,
  workflow_id: whole.nullable(),
  reason_code: note,
  reason: note,
  before: z.record(z.string(), z.json()),
  after: z.record(z.string(), z.json()),
  request_id: text,
  source: text,
  ip: note,
  workstation: note,
  retention_class: text,
  content_hash: note,
});

const start = z.strictObject({
  tenant_id: text,
  position: whole,
  chain_hash: text,
  checkpoint: whole,
});

const record = z.union([
  z.strictObject({ entry, seal }),
  z.strictObject({ seal }),
  checkpointLine,
  z.strictObject({ prune }),
  z.strictObject({ start }),
  z.strictObject({
    export: z.strictObject({ tenant_id: text, filters: z.record(z.string(), z.json()) }),
  }),
]);

/** One line of a mirror or an export, without its end. */
export function toLine(one: TrailRecord): string {
  return canonicalJson(one);
}

/**
 * @returns null when the line is not exactly what `toLine` writes
 */
export function readLine(line: string): TrailRecord | null {
  const value = parse(line);
  if (value === undefined) {
    return null;
  }
  // Whole lines of ours are the rule, and the schema costs more than everything else.
  return isOurs(value)
    ? value
    : ((record.safeParse(value).data as TrailRecord | undefined) ?? null);
}

function parse(line: string): unknown {
  try {
    const value: unknown = JSON.parse(line);
    // What is nested too deeply to be written again is no line of ours either.
    return isCanonicalJson(line, value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const ENTRY_KEYS = Object.keys(entry.shape).sort().join();
const SEAL_KEYS = Object.keys(seal.shape).sort().join();

/** The types of the values need no look: a wrong one does not fit the hash. */
function isOurs(value: unknown): value is TrailRecord {
  const one = value as { entry?: object; seal?: object };
  return (
    typeof one === "object" &&
    one !== null &&
    Object.keys(one).join() === "entry,seal" &&
    Object.keys(one.entry ?? {}).join() === ENTRY_KEYS &&
    Object.keys(one.seal ?? {}).join() === SEAL_KEYS &&
    Number.isSafeInteger((one.entry as { id?: unknown }).id) &&
    Number.isSafeInteger((one.seal as { audit_entry_id?: unknown }).audit_entry_id) &&
    Number.isSafeInteger((one.seal as { position?: unknown }).position) &&
    typeof (one.seal as { tenant_id?: unknown }).tenant_id === "string"
  );
}
