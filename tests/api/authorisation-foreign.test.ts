import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Contract } from "@/lib/contracts/contract";
import type { Database } from "@/lib/db/open-database";
import { openClient } from "../db/support/test-world";
import type { ApiAnswer } from "../support/api";
import { LANES, type RunningServer, startServer } from "../support/server";
import { sqlite, type TestDatabase } from "../support/test-database";
import { expectProblem } from "./support/expect-answer";
import { KEYS, PRODUCTION } from "./support/keys";
import { CLOSED_CONTRACTS, listed, sendFitting } from "./support/matrix";
import { createOneOfEach, type Everything, MARK } from "./support/one-of-each";
import { rowsOfChain } from "./support/rows-of-chain";
import { storeKey, storePerson } from "./support/stored-keys";

/** By which a known fault let requests pass Next's middleware. */
const PAST_THE_PROXY = {
  "x-middleware-subrequest": "middleware:middleware:middleware:middleware:middleware",
};
/** A person's acts: a machine hears so before anything is looked for. */
const PERSONS_ACTS = new Set(["breakGlass", "reviewGlassGrant", "revokeOwnApiKey"]);
/** Those, and the account of somebody who has signed in. */
const NEEDS_SESSION = /^\/api\/(?:session\/|keys\/own$)/;
const NAMES_TENANT =
  /^\/api\/ame\/(?:scope|resolve-mode|proposal|decision|execute|outcome|check-cases)$/;
/** Gates are the pack's, and each chain has its own state of them. */
const NAMES_GATE = /^\/api\/governance\/gates\/\{key\}/;
/** Their bodies name a case, or a rule. */
const NAMES_IN_BODY = new Set([
  ...["autoStep", "recordPrescriberApproval", "submitPreverification", "breakGlass"],
  ...["recordPharmacistPreverification", "executeGovernedAction", "dryRunGovernedAction"],
]);
/** What belongs to a case or to a trust scope, and with it to a site. */
const OF_SITE =
  /\{(?:case_id|proposal_id|execution_id)\}|^\/api\/(?:workflows|ame\/scopes)\/\{|break-glass\/\{id\}/;
/** The chain's own configuration, which credentials for some sites may read. */
const CONFIGURATION =
  /^\/api\/(?:rules|users|keys|clients|enterprise\/status|governance\/(?:gates|approvals|kill-switch))(?:\/|$)/;
const OF_WHOLE_CHAIN = /^\/api\/(?:jobs|webhooks|audit\/holds)(?:\/|$)/;

/** What whoever belongs to another chain is answered; null = what concerns their own chain alone. */
function answerToForeignChain({ path, operationId, demoOnly }: Contract): number | null {
  if (demoOnly || NAMES_TENANT.test(path)) {
    return 403;
  }
  const isById = path.includes("{") && !NAMES_GATE.test(path);
  return isById || NAMES_IN_BODY.has(operationId) || operationId === "dryRunRule" ? 404 : null;
}

/** The same for whoever has another site of this chain; null = what may be read of it. */
function answerToOtherSite(contract: Contract): number | null {
  const { path, method, operationId, demoOnly } = contract;
  const isOnesOwn = operationId === "revokeOwnApiKey";
  if (isOnesOwn || OF_SITE.test(path) || NAMES_IN_BODY.has(operationId)) {
    return 404;
  }
  if (demoOnly || NAMES_TENANT.test(path) || OF_WHOLE_CHAIN.test(path)) {
    return 403;
  }
  return method === "GET" || operationId === "dryRunRule" ? null : 403;
}

interface Holder {
  kind: "machine" | "person";
  headers: Record<string, string>;
}

describe.each(LANES)("a strong key of the database over %s", (lane) => {
  let database: TestDatabase;
  let db: Database;
  let server: RunningServer;
  let north: Everything;
  const holders: Record<"tenant" | "site", Holder[]> = { tenant: [], site: [] };

  beforeAll(async () => {
    database = await sqlite.create();
    db = await openClient(database);
    const env = { ...PRODUCTION, FOUR_EYES: "off", DATABASE_URL: database.url, JOB_RUNNER: "off" };
    server = await startServer({ lane, env });
    const asAdmin = { url: server.url, headers: { "x-api-key": KEYS.admin } };
    north = await createOneOfEach(asAdmin, db);
    const other = { tenantId: "other" };
    const south = { sites: ["south"] };
    holders.tenant = await bothKinds(other);
    holders.site = await bothKinds(south);
  });
  afterAll(async () => {
    await db.$disconnect();
    await server.stop();
    await database.drop();
  });

  async function bothKinds(of: { tenantId?: string; sites?: string[] }): Promise<Holder[]> {
    const userId = await storePerson(db, of);
    const [machine, person] = [await storeKey(db, of), await storeKey(db, { ...of, userId })];
    return [
      { kind: "machine", headers: machine.headers },
      { kind: "person", headers: person.headers },
    ];
  }

  /** Sends it by everybody, and sees that nothing changes. @returns what those heard who may ask at all */
  async function answersTo(contract: Contract, who: readonly Holder[]): Promise<ApiAnswer[]> {
    const rows = async () => (contract.method === "GET" ? "" : rowsOfChain(db, "default"));
    const before = await rows();
    const heard: ApiAnswer[] = [];
    for (const { kind, headers } of who) {
      const sent = { ...headers, ...PAST_THE_PROXY };
      const answer = await sendFitting(server, contract, north, sent);
      if (kind === "machine" && PERSONS_ACTS.has(contract.operationId)) {
        expectProblem(answer, { status: 403, detail: "Only a " });
      } else if (NEEDS_SESSION.test(contract.path) && contract.method === "POST") {
        expectProblem(answer, { status: 409, detail: "a person who has signed in" });
      } else {
        heard.push(answer);
      }
    }
    expect(await rows()).toBe(before);
    return heard;
  }

  test.each(listed(CLOSED_CONTRACTS))(
    "fault-36 of another chain neither finds nor changes anything at %s",
    async (_, contract) => {
      for (const { status, text } of await answersTo(contract, holders.tenant)) {
        expect(text).not.toContain(MARK);
        const expected = answerToForeignChain(contract);
        expect([200, 201, 409, 422].includes(status) ? null : status, text).toBe(expected);
      }
    },
  );

  test.each(listed(CLOSED_CONTRACTS))(
    "fault-36 of another site neither finds nor changes anything at %s",
    async (_, contract) => {
      const { path, method } = contract;
      for (const { status, text } of await answersTo(contract, holders.site)) {
        const expected = answerToOtherSite(contract);
        expect([200, 422].includes(status) ? null : status, text).toBe(expected);
        expect(text.includes(MARK) && !(method === "GET" && CONFIGURATION.test(path))).toBe(false);
      }
    },
  );
});
