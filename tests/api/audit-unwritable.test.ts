import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { allContracts } from "@/lib/contracts/all-contracts";
import { openClient } from "../db/support/test-world";
import { request } from "../support/api";
import { startServer } from "../support/server";
import { availableDatabases, type TestDatabase } from "../support/test-database";
import { readEverything, withoutRoom } from "./support/block-audit";
import { Browser } from "./support/browser";
import { createCase } from "./support/cases";
import { prepareChange } from "./support/every-change";
import { expectProblem } from "./support/expect-answer";
import { KEYS, PRODUCTION, SECRETS } from "./support/keys";
import { listed } from "./support/matrix";
import { newcomer } from "./support/people";
import type { Servers } from "./support/prepare-change";

/** They say what would be, note that someone is there, or give out what is granted already. */
const CHANGES_NOTHING = new Set([
  ...["dryRunRule", "dryRunGovernedAction", "resolveMode", "retrainModels"],
  ...["keepSession", "createAccessToken"],
]);
const UNWRITABLE = { status: 503, detail: "audit trail cannot be written" };
const CHANGING = allContracts.filter(
  ({ method, operationId }) => method !== "GET" && !CHANGES_NOTHING.has(operationId),
);

/** Every change on the first database; on the others, which differ only in how they refuse, some. */
const PART = 5;
const databases = (await availableDatabases()).map((available, i) => ({
  provider: available.provider,
  available,
  changing: i === 0 ? CHANGING : CHANGING.filter((_, place) => place % PART === 0),
}));

describe.each(databases)(
  "without room for an audit entry on $provider",
  ({ available, changing }) => {
    let database: TestDatabase;
    let servers: Servers;
    beforeAll(async () => {
      database = await available.create();
      const env = { DATABASE_URL: database.url, JOB_RUNNER: "off" };
      const demo = await startServer({ env: { ...SECRETS, ...env } });
      const live = await startServer({ env: { ...PRODUCTION, ...env } });
      servers = { demo, live, db: await openClient(database) };
    });
    afterAll(async () => {
      await servers.db.$disconnect();
      await Promise.all([servers.demo.stop(), servers.live.stop()]);
      await database.drop();
    });

    test.each(listed(changing))("%s answers 503 and changes nothing", async (_, contract) => {
      const change = await prepareChange(contract, servers);
      const refused = await withoutRoom(database, async () => {
        const before = await readEverything(database);
        const answer = await change();
        expect(await readEverything(database)).toEqual(before);
        return answer;
      });
      expectProblem(refused, UNWRITABLE);
      expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
      const answer = await change();
      expect(answer.status, answer.text).toBeLessThan(300);
    });

    test("nobody signs in or out, and an open session stays open", async () => {
      const { email, password, browser } = await newcomer(servers.live, "technician");
      const other = new Browser(servers.live);
      await withoutRoom(database, async () => {
        const before = await readEverything(database);
        for (const given of [password, "not the right password"]) {
          const refused = await other.trySignIn({ email, password: given });
          expect(refused.status, refused.text).toBe(503);
          expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
          expect(new URL(refused.json.url).searchParams.get("error")).toBe("unavailable");
        }
        expectProblem(await browser.signOut(), UNWRITABLE);
        expect((await browser.get("/api/session")).status).toBe(200);
        expect(await readEverything(database)).toEqual(before);
      });
      expect(await other.signIn({ email, password })).toBeNull();
      const kept = browser.at(servers.live);
      expect((await browser.signOut()).status).toBe(200);
      expectProblem(await kept.get("/api/session"), { status: 401 });
    });

    test("nobody takes the trail away without a record of it", async () => {
      const exportIt = () => request(servers.demo, "GET", "/api/audit/export?format=jsonl");
      await withoutRoom(database, async () => {
        const before = await readEverything(database);
        expectProblem(await exportIt(), UNWRITABLE);
        expect(await readEverything(database)).toEqual(before);
      });
      expect((await exportIt()).status).toBe(200);
    });

    test("what is only looked up is answered, and what is refused stays refused", async () => {
      const { id } = await createCase(servers.demo);
      await withoutRoom(database, async () => {
        const { demo, live } = servers;
        const before = await readEverything(database);
        for (const path of ["/health", "/api/workflows", `/api/workflows/${id}`, "/api/audit"]) {
          const { status, text } = await request(demo, "GET", path);
          expect(status, `${path}: ${text}`).toBe(200);
        }
        expectProblem(await request(demo, "POST", "/api/workflows", {}), { status: 422 });
        expectProblem(await request(demo, "DELETE", "/api/rules/99999"), { status: 404 });
        // A refusal that nobody could read of later is no answer either.
        const asReader = { "x-api-key": KEYS.read_only };
        for (const headers of [{}, asReader]) {
          const denied = await request(live, "POST", "/api/workflows", { name: "A" }, headers);
          expectProblem(denied, UNWRITABLE);
        }
        expect(await readEverything(database)).toEqual(before);
      });
    });
  },
);
