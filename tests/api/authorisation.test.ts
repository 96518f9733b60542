import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Contract } from "@/lib/contracts/contract";
import { PERMISSIONS_BY_ROLE } from "@/lib/contracts/permission";
import { ROLES, type Role } from "@/lib/contracts/role";
import type { Database } from "@/lib/db/open-database";
import { openClient } from "../db/support/test-world";
import { LANES, type RunningServer, startServer } from "../support/server";
import { sqlite, type TestDatabase } from "../support/test-database";
import { expectProblem } from "./support/expect-answer";
import { createFixture, type Fixture } from "./support/fixture";
import { KEYS, PRODUCTION } from "./support/keys";
import { CLOSED_CONTRACTS, listed, sendFitting } from "./support/matrix";

const as = (role: Role) => ({ "x-api-key": KEYS[role] });

describe.each(LANES)("who may do what in production over %s", (lane) => {
  let database: TestDatabase;
  let db: Database;
  let server: RunningServer;
  let fixture: Fixture;

  beforeAll(async () => {
    database = await sqlite.create();
    db = await openClient(database);
    const env = { ...PRODUCTION, FOUR_EYES: "off", DATABASE_URL: database.url, JOB_RUNNER: "off" };
    server = await startServer({ lane, env });
    fixture = await createFixture({ url: server.url, headers: as("admin") });
  });
  afterAll(async () => {
    await db.$disconnect();
    await server.stop();
    await database.drop();
  });

  /** Grows with every change there is, for none goes without an entry. */
  const changes = () => db.auditEntry.count({ where: { outcome: "done" } });
  const mayCall = ({ permission }: Contract, role: Role) =>
    permission !== "public" && PERMISSIONS_BY_ROLE[role].has(permission);
  const denied = ROLES.flatMap((role) =>
    CLOSED_CONTRACTS.filter((one) => one.demoOnly || !mayCall(one, role)).map(
      (one) => [`${one.method} ${one.path}`, role, one] as const,
    ),
  );

  test.each(listed(CLOSED_CONTRACTS))(
    "fault-33 %s is nothing for strangers, whatever they send",
    async (_, contract) => {
      const before = await changes();
      const answer = await sendFitting(server, contract, fixture);
      expectProblem(answer, { status: 401, code: "unauthenticated" });
      expect(await changes()).toBe(before);
    },
  );

  test.each(denied)("fault-34 %s refuses %s and changes nothing", async (_, role, contract) => {
    const before = await changes();
    const answer = await sendFitting(server, contract, fixture, as(role));
    expectProblem(answer, { status: 403, code: "forbidden" });
    expect(await changes()).toBe(before);
  });

  test("every call that was refused is on record, with who it was where that is known", async () => {
    const told = await db.auditEntry.findMany({ where: { action: "access.deny" } });
    for (const role of ROLES.filter((one) => one !== "admin")) {
      const own = told.filter(({ actorId }) => actorId === `api_key:${role}`);
      const expected = denied.filter(([, one]) => one === role).map(([, , one]) => one.operationId);
      expect(new Set(own.map(({ subjectId }) => subjectId))).toEqual(new Set(expected));
      expect(own[0]).toMatchObject({ outcome: "denied", reasonCode: "forbidden", actorRole: role });
    }
    const strangers = told.filter(({ actorId }) => actorId === "anonymous");
    expect(strangers.length).toBeGreaterThan(10);
    expect(strangers.length).toBeLessThanOrEqual(2 * 21);
    expect(strangers.at(0)).toMatchObject({ reasonCode: "unauthenticated", actorKind: "system" });
    expect(JSON.stringify(strangers.map(({ after }) => after))).toContain(
      "more_are_not_told_until",
    );
  });

  test.each(listed(CLOSED_CONTRACTS.filter(({ demoOnly }) => !demoOnly)))(
    "%s is open to whoever has its permission",
    async (_, contract) => {
      for (const role of ROLES.filter((one) => mayCall(contract, one))) {
        const answer = await sendFitting(server, contract, fixture, as(role));
        const what = `${role}: ${answer.status} ${answer.text.slice(0, 200)}`;
        expect(answer.status, what).not.toBe(401);
        expect(answer.status, what).toBeLessThan(500);
        // The law may want a pharmacist, or a gate be closed; the endpoint itself is open.
        if (answer.status === 403 && answer.json.code === "forbidden") {
          expect(answer.json.detail, what).toMatch(
            /pharmacist or supervisor or admin|Only a (?:signed-in )?person/,
          );
        }
      }
    },
  );
});
