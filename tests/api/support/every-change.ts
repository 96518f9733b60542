import type { Contract } from "@/lib/contracts/contract";
import { request } from "../../support/api";
import { signedIn } from "./browser";
import { createCase, decide, FIRST_GATE, post } from "./cases";
import { createFixture } from "./fixture";
import { sendFitting } from "./matrix";
import { registerPartner } from "./partner";
import { newcomer, OWN_PASSWORD } from "./people";
import {
  breakGlass,
  byKey,
  type Change,
  deadDelivery,
  done,
  KEY,
  OWN_KEY,
  ofKey,
  ofPerson,
  ofRule,
  ofUser,
  ofWebhook,
  type Prepare,
  person,
  type Servers,
  startRefill,
  waitingJob,
  withApp,
} from "./prepare-change";
import { actAlone, exhausted, insertScope, proved } from "./scopes";

/** @returns the contract's request, with all that it needs in place */
export async function prepareChange(contract: Contract, servers: Servers): Promise<Change> {
  const prepare = PREPARED[contract.operationId];
  if (prepare) {
    return prepare(servers);
  }
  const fixture = await createFixture(servers.demo);
  return () => sendFitting(servers.demo, contract, fixture);
}

/** what no other change here does */
const NOTIFYING = { kind: "action", key: "notify_patient" };
const WHY = { reason_code: "planned_change", reason: "Agreed in the morning" };
const HOLD = { name: "Hold", reason: "The board has asked for it", covers: {} };
const PROPOSAL = "/api/dashboard/automation";
const KROGER = "/api/kroger";

/** What the example of a schema cannot say, or what only a person or a key can do. */
const PREPARED: Readonly<Record<string, Prepare>> = {
  decideProposal: async ({ demo }) => {
    const { ids } = await createFixture(demo);
    const path = `${PROPOSAL}/${ids.proposal_id}/decide`;
    return () => request(demo, "POST", path, { decision: "approve" });
  },
  executeProposal: async ({ demo }) => {
    const { ids } = await createFixture(demo);
    await decide(demo, ids.proposal_id);
    return () => request(demo, "POST", `${PROPOSAL}/${ids.proposal_id}/execute`);
  },
  recordPrescriberApproval: async ({ demo }) => {
    const body = { workflow_id: await startRefill(demo) };
    return () => request(demo, "POST", `${KROGER}/prescriber-approval`, body);
  },
  recordPharmacistPreverification: async ({ demo }) => {
    const workflow_id = await startRefill(demo);
    await post(demo, `${KROGER}/prescriber-approval`, { workflow_id });
    await post(demo, `${KROGER}/submit-preverification`, { workflow_id, sig: "1 daily" });
    return () => request(demo, "POST", `${KROGER}/pharmacist-preverify`, { workflow_id });
  },
  resetDemo: async ({ demo }) => {
    await createCase(demo);
    return () => request(demo, "POST", "/api/dashboard/reset");
  },
  simulate: async ({ demo }) => {
    const { id } = await post(demo, "/api/dashboard/seed");
    const body = { workflow_id: id, cycles: 1 };
    return () =>
      request(demo, "POST", "/api/dashboard/simulate", body, { prefer: "respond-async" });
  },
  ...ofRule("updateRule", "PATCH", { enabled: false }),
  ...ofRule("deleteRule", "DELETE"),

  changeGate: async ({ live }) => {
    const path = "/api/governance/gates/kroger.notify_patient";
    return byKey(live, "POST", path, { state: "authorized", ...WHY });
  },
  decideApproval: async ({ live }) => {
    const asked = await done(
      byKey(live, "POST", `/api/governance/gates/${FIRST_GATE}`, { state: "authorized", ...WHY }),
    );
    const { browser } = await person(live, "admin");
    const path = `/api/governance/approvals/${asked.request.id}/decide`;
    return () => browser.post(path, { decision: "approve", reason: "Looked at it" });
  },
  setKillSwitch: async ({ live }) =>
    byKey(live, "POST", "/api/governance/kill-switch", { scope: NOTIFYING, engaged: true, ...WHY }),
  drillKillSwitch: async ({ live }) =>
    byKey(live, "POST", "/api/governance/kill-switch/drill", {
      scope: NOTIFYING,
      reason: "Every month",
    }),
  breakGlass: async ({ live }) => {
    const { browser } = await person(live, "pharmacist");
    return breakGlass(browser, FIRST_GATE);
  },
  endGlassGrant: async ({ live }) => {
    const { browser } = await person(live, "pharmacist");
    const { id } = await done(breakGlass(browser, "kroger.notify_patient"));
    return () => browser.post(`/api/governance/break-glass/${id}/end`);
  },
  reviewGlassGrant: async ({ live }) => {
    const { browser } = await person(live, "pharmacist");
    const { id } = await done(breakGlass(browser, "kroger.notify_patient"));
    await browser.post(`/api/governance/break-glass/${id}/end`);
    const reviewer = (await person(live, "admin")).browser;
    const path = `/api/governance/break-glass/${id}/review`;
    return () => reviewer.post(path, { verdict: "justified", note: "Looked at it" });
  },

  requestPromotion: async ({ live, db }) => {
    const id = await insertScope(db, "propose", proved());
    const { browser } = await person(live, "admin");
    return () => browser.post(`/api/ame/scopes/${id}/promotion`, WHY);
  },
  renewLedger: async ({ live, db }) => {
    const id = await insertScope(db, "conditional_auto", exhausted());
    const { browser } = await person(live, "admin");
    return () => browser.post(`/api/ame/scopes/${id}/renewal`, WHY);
  },
  setTolerance: async ({ live, db }) => {
    const id = await insertScope(db, "guarded_auto");
    const { browser } = await person(live, "admin");
    return () => browser.send("PUT", `/api/ame/scopes/${id}/tolerance`, { ...WHY, alpha: 0.01 });
  },
  settleAudit: async (servers) => {
    const { browser } = await person(servers.live, "admin");
    const path = `/api/ame/audits/${await actAlone(servers)}`;
    return () => browser.post(path, { result: "good" });
  },

  placeLegalHold: async ({ live }) => byKey(live, "POST", "/api/audit/holds", HOLD),
  releaseLegalHold: async ({ live }) => {
    const { id } = await done(byKey(live, "POST", "/api/audit/holds", HOLD));
    return byKey(live, "POST", `/api/audit/holds/${id}/release`, { reason: HOLD.reason });
  },
  cancelJob: async (servers) => {
    const id = await waitingJob(servers);
    return () => request(servers.demo, "POST", `/api/jobs/${id}/cancel`);
  },
  redriveJob: async (servers) => {
    const id = await waitingJob(servers);
    await servers.db.job.update({ where: { id }, data: { status: "dead" } });
    return () => request(servers.demo, "POST", `/api/jobs/${id}/redrive`);
  },

  createWebhook: async ({ demo }) => {
    const body = { url: "https://hooks.invalid/tower" };
    return () => request(demo, "POST", "/api/webhooks", body);
  },
  ...ofWebhook("updateWebhook", "PATCH", "", { description: "Changed" }),
  ...ofWebhook("deleteWebhook", "DELETE", ""),
  ...ofWebhook("rotateWebhookSecret", "POST", "/rotate-secret"),
  ...ofWebhook("testWebhook", "POST", "/test"),
  replayWebhookDelivery: async (servers) => {
    const { path, delivery } = await deadDelivery(servers);
    return () => request(servers.demo, "POST", `${path}/deliveries/${delivery}/replay`);
  },
  replayDeadWebhookDeliveries: async (servers) => {
    const { path } = await deadDelivery(servers);
    return () => request(servers.demo, "POST", `${path}/replay`, {});
  },

  endOtherSessions: async ({ live }) => {
    const { browser, email, password } = await newcomer(live, "technician");
    await signedIn(live, { email, password });
    return () => browser.post("/api/session/end-all");
  },
  changePassword: async ({ live }) => {
    const { browser, password } = await newcomer(live, "technician");
    const body = { current: password, new: "eight geese walk to market" };
    return () => browser.post("/api/session/password", body);
  },
  beginSecondFactor: ofPerson("/api/session/totp", { password: OWN_PASSWORD }),
  confirmSecondFactor: async ({ live }) => {
    const { browser, codeOf } = await withApp(live);
    return () => browser.post("/api/session/totp/confirm", { code: codeOf(0) });
  },
  removeSecondFactor: async ({ live }) => {
    const { browser, codeOf } = await withApp(live);
    await browser.post("/api/session/totp/confirm", { code: codeOf(-1) });
    return () =>
      browser.post("/api/session/totp/remove", { password: OWN_PASSWORD, code: codeOf(0) });
  },

  inviteUser: async ({ live }) =>
    byKey(live, "POST", "/api/users", {
      email: "late@pharmacy.example",
      name: "Late",
      role: "technician",
    }),
  ...ofUser("updateUser", "PATCH", "", { role: "read_only" }),
  ...ofUser("resetUserPassword", "POST", "/reset-password", {}),
  endUserSessions: async ({ live }) => {
    const { id } = await newcomer(live, "technician");
    return byKey(live, "POST", `/api/users/${id}/end-sessions`);
  },
  createApiKey: async ({ live }) => byKey(live, "POST", "/api/keys", KEY),
  createOwnApiKey: ofPerson("/api/keys/own", OWN_KEY),
  revokeOwnApiKey: async ({ live }) => {
    const { browser } = await person(live, "technician");
    const { id } = await done(() => browser.post("/api/keys/own", OWN_KEY));
    return () => browser.post(`/api/keys/own/${id}/revoke`, { reason: "Lost" });
  },
  ...ofKey("rotateApiKey", "/rotate", {}),
  ...ofKey("revokeApiKey", "/revoke", { reason: "Lost" }),
  createMachineClient: async ({ live }) => {
    const body = { name: "Partner", role: "technician", jwks_url: "https://partner.example/jwks" };
    return byKey(live, "POST", "/api/clients", body);
  },
  updateMachineClient: async ({ live }) => {
    const { id } = await registerPartner(live);
    return byKey(live, "PATCH", `/api/clients/${id}`, { is_enabled: false });
  },
  deleteMachineClient: async ({ live }) => {
    const { id } = await registerPartner(live);
    return byKey(live, "DELETE", `/api/clients/${id}`);
  },
};
