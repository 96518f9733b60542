import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
import type { Database } from "@/lib/db/open-database";
import { FIRST_GATE, post } from "./cases";
import { createFixture, type Fixture } from "./fixture";
import { insertScope, proved } from "./scopes";
import type { ServerUnderTest } from "./use-server";

/** Stands in what the first chain owns, and in nothing else. */
export const MARK = "kranichfeder";
/** where the first chain's cases are */
const NORTH = "north";

/** A fixture in which every path's id is of something that is there, and the first chain's. */
export type Everything = Fixture & { idOf: Readonly<Record<string, string>> };

/** Makes one of everything that has an id, with the mark in its texts. */
export async function createOneOfEach(server: ServerUnderTest, db: Database): Promise<Everything> {
  const fixture = await createFixture(server, {
    name: `Refill ${MARK}`,
    site_id: NORTH,
    attributes: { sig: MARK },
  });
  const { id: caseId } = fixture.ids;
  await post(server, `/api/workflows/${caseId}/events`, { event_type: MARK });
  const reason = `Because of ${MARK}`;
  const made = {
    rules: fixture.known.rule_id,
    webhooks: (await post(server, "/api/webhooks", { url: `https://${MARK}.example` })).id,
    keys: (await post(server, "/api/keys", { name: MARK, role: "technician" })).id,
    clients: (await post(server, "/api/clients", await partner())).id,
    users: (await post(server, "/api/users", person())).id,
    "audit/holds": (await post(server, "/api/audit/holds", { name: MARK, reason, covers: {} })).id,
    "ame/scopes": await insertScope(db, "propose", proved(), { siteId: NORTH, actionType: MARK }),
    ...(await insertRows(db, caseId, reason)),
  };
  const delivery = await insertDelivery(db, made.webhooks);
  await post(server, "/api/governance/kill-switch", {
    scope: { kind: "action", key: "notify_patient" },
    engaged: true,
    reason_code: "incident",
    reason,
  });
  const idOf = Object.fromEntries(Object.entries(made).map(([kind, id]) => [kind, String(id)]));
  const named = { site_id: NORTH, store_id: NORTH, subject: String(caseId), reason: LONG_ENOUGH };
  const known = { ...fixture.known, ...FITTING, ...named };
  return { ...fixture, known, ids: { ...fixture.ids, ...delivery }, idOf };
}

const LONG_ENOUGH = "Because the test asks for it";

/** What an example made from the schema alone gets wrong. */
const FITTING = {
  scope: {
    ...{ tenant_id: "default", site_id: NORTH, queue: "data_entry", action_type: "advance_queue" },
    ...{ kind: "site", key: NORTH },
  },
  covers: {},
  url: "https://elsewhere.example",
  code: "123456",
  email: "somebody@elsewhere.example",
  site_ids: ["*"],
  jwks: null,
  jwks_url: "https://elsewhere.example/jwks",
  kind: "patient_data",
  evidence_hash: undefined,
  expected_state: undefined,
};

async function partner() {
  const { publicKey } = await promisify(generateKeyPair)("ec", { namedCurve: "P-384" });
  const jwks = { keys: [{ ...publicKey.export({ format: "jwk" }), kid: "one", alg: "ES384" }] };
  return { name: MARK, role: "technician", jwks };
}

const person = () => ({ email: `${MARK}@chain.example`, name: MARK, role: "technician" });

/** What only people make, and what only the process makes. */
async function insertRows(db: Database, caseId: number, reason: string) {
  const now = new Date();
  const later = new Date(now.getTime() + 3_600_000);
  const common = { tenantId: "default", reasonCode: "other", reason, expiresAt: later };
  const approval = await db.approvalRequest.create({
    data: {
      ...common,
      id: crypto.randomUUID(),
      kind: "gate.authorize",
      subjectType: "gate",
      subjectId: FIRST_GATE,
      payload: {},
      requestedBy: "api_key:supervisor",
      requestedRole: "supervisor",
      requestedAt: now,
    },
  });
  const grant = await db.breakGlassGrant.create({
    data: {
      ...common,
      id: crypto.randomUUID(),
      siteId: NORTH,
      actorId: "user:somebody",
      actorRole: "technician",
      kind: "patient_data",
      subject: String(caseId),
      startedAt: now,
    },
  });
  const job = await db.job.create({
    data: {
      tenantId: "default",
      kind: "dashboard.simulate",
      payload: { mark: MARK },
      status: "dead",
      runAt: now,
      createdBy: "user:somebody",
      requestId: MARK,
      createdAt: now,
      updatedAt: now,
      finishedAt: now,
    },
  });
  return {
    "governance/approvals": approval.id,
    "governance/break-glass": grant.id,
    jobs: String(job.id),
  };
}

async function insertDelivery(db: Database, endpointId: string) {
  const now = new Date();
  const row = await db.webhookDelivery.create({
    data: {
      tenantId: "default",
      endpointId,
      eventId: MARK,
      eventType: "case.create",
      body: JSON.stringify({ mark: MARK }),
      status: "dead",
      createdAt: now,
      updatedAt: now,
    },
  });
  return { delivery_id: Number(row.id) };
}
