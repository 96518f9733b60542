import { describe, expect, test } from "vitest";
import { request } from "../support/api";
import { LANES } from "../support/server";
import { sqlite } from "../support/test-database";
import { createCase } from "./support/cases";
import { useDatabaseServer } from "./support/use-database-server";

const PATIENT = "Theodora Winterbottom";
const BY_NAME = {
  type: "condition",
  field: "attributes.patient.name",
  operator: "contains",
  value: "Winter",
};

describe.each(LANES)("a look at patient data that is repeated over %s", (lane) => {
  const server = useDatabaseServer(sqlite, { AUTO_SEED: "false" }, lane);

  const looks = () => server.db.auditEntry.count({ where: { action: "patient.reveal" } });

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
    const keys = await server.db.idempotencyKey.count();
    for (let times = 1; times <= 2; times += 1) {
      const headers = { "idempotency-key": `look-${name.replace(" ", "-")}` };
      const answer = await request(server, "POST", pathOf(id), body, headers);
      expect(answer.status, answer.text).toBe(200);
      expect(answer.headers.get("idempotency-replayed")).toBeNull();
      expect(await looks()).toBe(before + times);
    }
    expect(await server.db.idempotencyKey.count()).toBe(keys);
  });
});
