import { expect } from "vitest";
import { newTrustState, type Stage, type TrustState } from "@/lib/ame/trust/engine";
import { trustConfigOf } from "@/lib/ame/trust-config-of";
import type { Database } from "@/lib/db/open-database";
import { byKey, done, type Servers } from "./prepare-change";

const config = trustConfigOf({ queue: "data_entry", actionType: "complete_task" }, {}, true);
const DAY_MS = 86_400_000;

/** Everything that guarded_auto asks for. */
export function proved(): Partial<TrustState> {
  const { sums, certificate } = newTrustState(config);
  return {
    observations: 300,
    sums: { ...sums, atDays: Date.now() / DAY_MS, approved: 300 },
    certificate: { ...certificate, judged: 300, wealth: certificate.wealth.map(() => 1000) },
  };
}

/** A harm budget that is used up. */
export function exhausted(): Partial<TrustState> {
  return { ledger: { ...newTrustState(config).ledger, hidden: 40 } };
}

/** A scope of its own as if it had come there, without the evidence. @returns its id */
export async function insertScope(
  db: Database,
  stage: Stage,
  more: Partial<TrustState> = {},
  place: { siteId?: string; actionType?: string } = {},
): Promise<number> {
  const now = new Date();
  const { siteId = `scope-${crypto.randomUUID()}`, actionType = "complete_task" } = place;
  const state = { ...newTrustState(config), stage, ...more };
  const row = await db.trustScope.create({
    data: {
      ...{ tenantId: "default", siteId, queue: "data_entry", actionType, stage },
      ...{ state: JSON.parse(JSON.stringify(state)), createdAt: now, updatedAt: now },
    },
    select: { id: true },
  });
  return Number(row.id);
}

/** What another system did by itself where it may, drawn for an audit. @returns the execution's id */
export async function actAlone({ live, db }: Pick<Servers, "live" | "db">): Promise<number> {
  const siteId = `alone-${crypto.randomUUID()}`;
  await insertScope(db, "guarded_auto", {}, { siteId });
  const scope = { site_id: siteId, queue: "data_entry", action_type: "complete_task" };
  const report = { scope, proposal_id: siteId };
  await done(byKey(live, "POST", "/api/ame/proposal", report));
  const { execution_id, audited } = await done(byKey(live, "POST", "/api/ame/execute", report));
  expect(audited).toBe(true);
  return execution_id;
}
