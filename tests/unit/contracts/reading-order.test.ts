import { describe, expect, test } from "vitest";
import { allContracts } from "@/lib/contracts/all-contracts";

const TURNING = ["\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2069"];
const bodyOf = (operationId: string) =>
  allContracts.find((one) => one.operationId === operationId)?.body;
const faultsOf = (operationId: string, body: object) =>
  (bodyOf(operationId)?.safeParse(body).error?.issues ?? []).map(({ path }) => path.join("."));

describe("names and reasons read as they were sent", () => {
  test.each(TURNING)("without %j", (sign) => {
    const text = `Refill ${sign}gnp.exe`;
    const tasks = [{ name: text, assigned_to: text }];
    const body = { name: text, description: text, initial_tasks: tasks };
    expect(faultsOf("createWorkflow", body)).toEqual([
      ...["name", "description", "initial_tasks.0.name", "initial_tasks.0.assigned_to"],
    ]);
    expect(faultsOf("revokeApiKey", { reason: text })).toEqual(["reason"]);
    expect(faultsOf("revealPatientData", { reason_code: "claim", reason: text })).toEqual([
      "reason",
    ]);
    expect(faultsOf("rollbackExecution", { reason: text })).toEqual(["reason"]);
  });

  test.each(TURNING)("and so do sites, without %j", (sign) => {
    const site = `a${sign}b`;
    expect(faultsOf("createWorkflow", { name: "A", site_id: site })).toEqual(["site_id"]);
    expect(faultsOf("startKrogerRefill", { scenario_key: "a", store_id: site })).toEqual([
      "store_id",
    ]);
    const trusted = { site_id: site, queue: "data_entry", action_type: "advance_queue" };
    expect(faultsOf("resolveMode", { scope: trusted })).toEqual(["scope.site_id"]);
    const hold = { name: "A", reason: "Because of a claim", covers: { site } };
    expect(faultsOf("placeLegalHold", hold)).toEqual(["covers.site"]);
    const key = { name: "A", role: "technician", site_ids: [site] };
    expect(faultsOf("createApiKey", key)).toEqual(["site_ids.0"]);
  });

  test("a site is the same with and without blanks around it", () => {
    const body = { name: "A", site_id: " store-1 " };
    expect(bodyOf("createWorkflow")?.parse(body)).toMatchObject({ site_id: "store-1" });
  });

  test.each(["", " ", "حبوب", "תרופה", "A\u200eB\u200f", "💊"])("and %j is a name", (name) => {
    expect(faultsOf("createWorkflow", { name })).toEqual([]);
  });

  test("what is stored as data may hold them", () => {
    const body = { name: "A", attributes: { sig: "\u202a+1 555\u202c" } };
    expect(faultsOf("createWorkflow", body)).toEqual([]);
  });
});
