import { expect, test } from "vitest";
import { readSources } from "../support/source-files";

/** Queries that look beyond one tenant, or have none of their own; each with why. */
const EXEMPT: Readonly<Record<string, string>> = {
  // Rows of a case that the caller has read or locked by tenant and site before.
  "lib/workflows/task-repository.ts": "tasks hang on a case",
  "lib/workflows/event-repository.ts": "events hang on a case",
  // The process's own work, which acts for the tenant of each row that it finds.
  "lib/audit/checkpoints/checkpoint-repository.ts": "checkpoints name their tenant",
  "lib/audit/reading/position-repository.ts": "one position for all tenants",
  "lib/audit/sealing/seal-repository.ts": "sealing goes through the chains of every tenant",
  "lib/auth/people/user-repository.ts":
    "before sign-in nobody knows the tenant; ids were read in it",
  "lib/auth/sessions/session-repository.ts":
    "a session is found by its secret or hangs on a person",
  "lib/auth/clients/machine-client-repository.ts setMachineClientUsed":
    "whoever has just signed in",
  "lib/auth/clients/used-assertion-repository.ts": "client ids are unique beyond tenants",
  "lib/auth/keys/api-key-repository.ts setApiKeyUsed": "whoever has just come in",
  "lib/jobs/lease-repository.ts": "runners take the jobs of every tenant",
  "lib/automation/proposal-repository.ts findOutdatedProposals": "sweep",
  "lib/governance/approvals/approval-repository.ts findExpiredApprovals": "sweep",
  "lib/automation/outcome-repository.ts findOverdueExecutions": "sweep",
  "lib/ame/rebuild/rebuild-repository.ts findScopeIds": "the command goes through every tenant",
  "lib/automation/outbox-repository.ts findDueMessages": "sweep",
  "lib/audit/audit-repository.ts insertAuditEntry": "the entry names its tenant",
  "lib/audit/audit-repository.ts findEntriesById": "the relay reads every tenant's entries",
  "lib/audit/audit-repository.ts findHighestEntryId": "the relay reads every tenant's entries",
  "lib/audit/trail-repository.ts": "takes the tenant whose chain is read",
  "lib/audit/retention/hold-repository.ts findCovers": "takes the tenant whose chain is pruned",
  "lib/audit/retention/prune-repository.ts removeLinks": "the statement names its tenant",
  "lib/integrations/webhooks/webhook-repository.ts findEnabledWebhooks": "the relay's fan-out",
  "lib/integrations/webhooks/delivery-repository.ts findOverdueDeliveries": "housekeeping",
  "lib/integrations/webhooks/delivery-repository.ts deleteDeliveriesBefore": "housekeeping",
  "lib/integrations/event-stream/stream-repository.ts deleteEventsBefore": "housekeeping",
  "lib/jobs/job-repository.ts deleteFinishedJobs": "housekeeping",
  "lib/kernel/idempotency-repository.ts deleteExpiredRows": "housekeeping",
  // Where the caller says whose rows they are.
  "lib/automation/proposal-repository.ts insertDecision":
    "hangs on a proposal that was read before",
  "lib/workflows/board-repository.ts countBy": "takes the whole condition",
  "lib/integrations/event-stream/stream-repository.ts insertEvents": "each for its entry's tenant",
  "lib/integrations/webhooks/delivery-repository.ts insertDeliveries": "each for its tenant",
  "lib/jobs/job-repository.ts insertJobs": "each for its tenant",
  "lib/jobs/job-repository.ts findUnfinishedKeys": "of the tenants that are named",
  // One sequence of positions for all tenants, of which nothing but the number is told.
  "lib/integrations/event-stream/stream-repository.ts findEventsOfEntries": "the relay's own",
  "lib/integrations/event-stream/stream-repository.ts findNewestPosition": "a number alone",
  "lib/integrations/event-stream/stream-repository.ts findPrunedPosition": "a number alone",
};

const CALL =
  /\.db\s*\.(?:\w+\.(?:find\w+|create\w*|update\w*|delete\w*|upsert|count|groupBy|aggregate)\(|\$(?:query|execute)Raw)/;
const NAMES_TENANT =
  /\b(?:ctx|tx)\.tenantId\b|\{ tenantId \} = tx\b|\bid, tenantId, |\b(?:ofCaller|OF_CALLER|keyOf|fieldsOf|whereEntry|whereOpen|whereClosed)\(/;

interface RepositoryFunction {
  name: string;
  body: string;
}

const functions = readSources("lib", "-repository.ts").flatMap(({ path, code }) =>
  functionsIn(code).map(({ name, body }) => ({ path, name: `${path} ${name}`, body })),
);
const unscoped = functions.filter(({ body }) => CALL.test(body) && !NAMES_TENANT.test(body));

test("every query of a repository names the tenant, or has a reason not to", () => {
  const unexplained = unscoped.filter(({ path, name }) => !(path in EXEMPT || name in EXEMPT));
  expect(unexplained.map(({ name }) => name)).toEqual([]);
});

test("no reason is left for a query that names the tenant or is gone", () => {
  const used = new Set(unscoped.flatMap(({ path, name }) => [path, name]));
  expect(Object.keys(EXEMPT).filter((key) => !used.has(key))).toEqual([]);
});

/** Queries of rows with a site that are not kept to the caller's sites; each with why. */
const WITHOUT_SITES: Readonly<Record<string, string>> = {
  "lib/ame/scope-repository.ts findScope": "names its site, which ownScope has checked",
  "lib/ame/scope-repository.ts readHeld": "names its site, which ownScope or the case has checked",
  "lib/ame/scope-repository.ts saveScope": "is held, so was read before",
  "lib/ame/scope-event-repository.ts findScopeChanges": "of a scope that was read before",
  "lib/ame/scope-event-repository.ts tallyEvents": "of a scope that was read before",
  "lib/ame/rebuild/rebuild-repository.ts findEventsOfScope": "of a scope that was read before",
  "lib/ame/stopped-scope-repository.ts findUnstoppedScopes":
    "what a kill switch covers, of a site or of the whole chain",
  "lib/automation/outcome-repository.ts keepDraw": "of what was inserted just now",
  "lib/ame/scope-repository.ts deleteScopes": "a demo's reset, for the whole chain only",
  "lib/ame/evidence-repository.ts findOnceEvents":
    "ids are unique in the tenant; callers compare the site",
  "lib/ame/evidence-repository.ts deleteAmeEvents": "a demo's reset, for the whole chain only",
  "lib/audit/audit-repository.ts findEntriesOfAction": "of a case that was read before",
  "lib/audit/audit-repository.ts findActorsOn":
    "who stands behind a machine, which belongs to the chain; nobody is shown it",
  "lib/governance/break-glass/grant-repository.ts insertGrant": "the actor's own",
  "lib/governance/break-glass/grant-repository.ts findActiveGrant": "the actor's own",
  "lib/governance/break-glass/grant-repository.ts findOwnGateGrants": "the actor's own",
  "lib/governance/break-glass/grant-repository.ts countUse": "the actor's own, read before",
  "lib/governance/break-glass/grant-repository.ts markEnded": "was read before",
  "lib/governance/break-glass/grant-repository.ts markReviewed": "was read before",
  "lib/automation/execution-repository.ts deleteReportedExecutions": "a demo's reset",
  "lib/automation/outbox-repository.ts releaseMessage": "the process's own work",
  "lib/automation/outbox-repository.ts deleteMessagesOfSite": "names the demo's site",
  "lib/integrations/event-stream/stream-repository.ts findEventsAfter":
    "readers share it and take their own",
  "lib/workflows/case-repository.ts deleteCasesOfSite": "names the demo's site",
};

const OF_SITE =
  /\.db\.(?:workflow|proposal|execution|trustScope|ameEvent|auditEntry|outboxMessage|streamEvent|breakGlassGrant)\.(?:find\w+|update\w*|delete\w*|count|groupBy|aggregate)\(/;
const NAMES_SITES = /\b(?:siteFilter|ofCaller|ownOrOfSites|whereEntry|whereOpen|whereClosed)\(/;

const chainWide = functions.filter(({ body }) => OF_SITE.test(body) && !NAMES_SITES.test(body));

test("every query of rows with a site is kept to the caller's sites, or has a reason not to be", () => {
  const isExplained = ({ path, name }: { path: string; name: string }) =>
    path in EXEMPT || name in EXEMPT || name in WITHOUT_SITES;
  expect(chainWide.filter((one) => !isExplained(one)).map(({ name }) => name)).toEqual([]);
  const used = new Set(chainWide.map(({ name }) => name));
  expect(Object.keys(WITHOUT_SITES).filter((key) => !used.has(key))).toEqual([]);
});

/** Top-level functions, each up to the next one. */
function functionsIn(code: string): RepositoryFunction[] {
  const starts = [...code.matchAll(/^(?:export )?(?:async )?function (\w+)/gm)];
  return starts.map(({ index, 1: name = "" }, i) => ({
    name,
    body: code.slice(index, starts[i + 1]?.index),
  }));
}
