import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Contract } from "@/lib/contracts/contract";
import { PERMISSIONS_BY_ROLE, type Permission } from "@/lib/contracts/permission";
import type { Database } from "@/lib/db/open-database";
import { openClient } from "../db/support/test-world";
import { request } from "../support/api";
import { LANES, type RunningServer, startServer } from "../support/server";
import { sqlite, type TestDatabase } from "../support/test-database";
import { expectProblem } from "./support/expect-answer";
import { createFixture, type Fixture } from "./support/fixture";
import { KEYS, PRODUCTION } from "./support/keys";
import { CLOSED_CONTRACTS, fittingRequest, listed, sendFitting } from "./support/matrix";
import { rowsOfChain } from "./support/rows-of-chain";
import { storeKey } from "./support/stored-keys";

const ALL = [...PERMISSIONS_BY_ROLE.admin];

describe.each(LANES)("an administrator's key with fewer permissions over %s", (lane) => {
  let database: TestDatabase;
  let db: Database;
  let server: RunningServer;
  let fixture: Fixture;
  const without = new Map<Permission, Record<string, string>>();
  const withOnly = new Map<Permission, Record<string, string>>();

  beforeAll(async () => {
    database = await sqlite.create();
    db = await openClient(database);
    const env = { ...PRODUCTION, FOUR_EYES: "off", DATABASE_URL: database.url, JOB_RUNNER: "off" };
    server = await startServer({ lane, env });
    fixture = await createFixture({ url: server.url, headers: { "x-api-key": KEYS.admin } });
    for (const one of ALL) {
      const others = ALL.filter((permission) => permission !== one);
      without.set(one, (await storeKey(db, { permissions: others })).headers);
      withOnly.set(one, (await storeKey(db, { permissions: [one] })).headers);
    }
  });
  afterAll(async () => {
    await db.$disconnect();
    await server.stop();
    await database.drop();
  });

  const permissionOf = ({ permission }: Contract) => permission as Permission;
  const refusal = (permission: Permission) => `were not given ${permission};`;

  test.each(listed(CLOSED_CONTRACTS))(
    "fault-34 %s refuses a key with every permission but its own",
    async (_, contract) => {
      const permission = permissionOf(contract);
      const isRead = contract.method === "GET";
      const before = isRead ? "" : await rowsOfChain(db, "default");
      const answer = await sendFitting(server, contract, fixture, without.get(permission));
      expectProblem(answer, { status: 403, code: "forbidden", detail: refusal(permission) });
      expect(isRead ? "" : await rowsOfChain(db, "default")).toBe(before);
    },
  );

  test.each(listed(CLOSED_CONTRACTS))(
    "%s looks at what a key sends that has its permission alone",
    async (_, contract) => {
      const permission = permissionOf(contract);
      const { path } = fittingRequest(contract, fixture);
      // A body that no contract takes, so that nothing is changed.
      const body = contract.body && [];
      const answer = await request(server, contract.method, path, body, withOnly.get(permission));
      expect([200, 403, 404, 409, 422]).toContain(answer.status);
      expect(answer.text).not.toContain(refusal(permission));
    },
  );
});
