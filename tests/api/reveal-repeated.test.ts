import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "@/lib/db/open-database";
import { openClient } from "../db/support/test-world";
import { request } from "../support/api";
import { LANES, type RunningServer, startServer } from "../support/server";
import { availableDatabases, type TestDatabase } from "../support/test-database";
import { createCase } from "./support/cases";

const PATIENT = "Theodora Winterbottom";
const BY_NAME = {
  type: "condition",
  field: "attributes.patient.name",
  operator: "contains",
  value: "Winter",
};

describe.each(LANES)("a look at patient data that is repeated over %s", (lane) => {
  let database: TestDatabase;
  let db: Database;
  let server: RunningServer;
  beforeAll(async () => {
    const [sqlite] = await availableDatabases();
    database = (await sqlite?.create()) as TestDatabase;
    db = await openClient(database);
    server = await startServer({ lane, env: { DATABASE_URL: database.url, AUTO_SEED: "false" } });
  });
  afterAll(async () => {
    await server.stop();
    await db.$disconnect();
    await database.drop();
  });

  const looks = () => db.auditEntry.count({ where: { action: "patient.reveal" } });

  test.each([
    ["reveal", (id: number) => `/api/workflows/${id}/reveal`],
    ["dry run", () => "/api/rules/dry-run"],
  ])("is on record each time, whatever its Idempotency-Key: %s", async (name, pathOf) => {
    const { id } = await createCase(server, { attributes: { patient: { name: PATIENT } } });
    const body =
      name === "reveal"
        ? { reason_code: "patient_contact", reason: "Calling about the refill" }
        : { condition: BY_NAME, action: { type: "advance_queue" } };
    const before = await looks();
    const keys = await db.idempotencyKey.count();
    for (let times = 1; times <= 2; times += 1) {
      const headers = { "idempotency-key": `look-${name.replace(" ", "-")}` };
      const answer = await request(server, "POST", pathOf(id), body, headers);
      expect(answer.status, answer.text).toBe(200);
      expect(answer.headers.get("idempotency-replayed")).toBeNull();
      expect(await looks()).toBe(before + times);
    }
    expect(await db.idempotencyKey.count()).toBe(keys);
  });
});
