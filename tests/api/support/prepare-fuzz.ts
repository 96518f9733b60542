import { request } from "../../support/api";
import type { Json, Known } from "./arbitrary-of";
import { FIRST_GATE } from "./cases";
import type { ServerUnderTest } from "./use-server";

const CASES = 10;
const PROPOSALS = 30;
const WEBHOOKS = 5;
/** A name that nobody can have (RFC 2606), so nothing leaves the test. */
const NOWHERE = "https://hooks.invalid/tower";

const EMAILS = Array.from({ length: 20 }, (_, i) => `fuzz${i}@pharmacy.example`);

/** Cases with tasks, and proposals on cases that nothing else moves: what lets requests lead somewhere. */
export async function prepareFuzz(
  server: ServerUnderTest,
  headers: Record<string, string>,
): Promise<Known> {
  const post = async (path: string, body: unknown) =>
    (await request(server, "POST", path, body, headers)).json;
  const newCase = (i: number) =>
    post("/api/workflows", { name: `Fuzz ${i}`, initial_tasks: [{ name: "Type" }] });
  await post("/api/dashboard/automation", { transition_key: FIRST_GATE, enabled: true });
  const cases: Json[] = [];
  for (let i = 0; i < CASES; i += 1) {
    cases.push(await newCase(i));
  }
  const proposals: string[] = [];
  for (let i = 0; i < PROPOSALS; i += 1) {
    const path = `/api/dashboard/cases/${(await newCase(i)).id}/propose`;
    const { proposal } = await post(path, { action_type: "advance_queue", label: "Move" });
    proposals.push(proposal.id);
  }
  const webhooks: string[] = [];
  for (let i = 0; i < WEBHOOKS; i += 1) {
    webhooks.push((await post("/api/webhooks", { url: NOWHERE })).id);
  }
  const users: string[] = [];
  for (const email of EMAILS.slice(0, 5)) {
    users.push((await post("/api/users", { email, name: email, role: "technician" })).id);
  }
  // 403 outside the demo
  const seeded = await post("/api/dashboard/seed", {});
  const ids = [...(seeded.id ? [seeded.id, seeded.id] : []), ...cases.map(({ id }) => id)];
  const tasks = cases.map((one) => one.tasks[0].id);
  return {
    id: [...ids, ...webhooks, ...users],
    email: EMAILS,
    url: [NOWHERE],
    event_types: [["*"], ["proposal.*"]],
    case_id: ids,
    workflow_id: ids,
    tid: tasks,
    task_id: tasks,
    execution_id: [1, 2, 3],
    proposal_id: proposals,
    decision: ["approve", "approve", "approve", "reject", "defer", "approved"],
    action_type: ["advance_queue", "complete_task", "notify_patient", "request_renewal"],
    transition_key: [FIRST_GATE],
    scenario_id: ["happy_path"],
    scenario_key: ["kroger_refill_atorvastatin"],
    queue: ["data_entry"],
    state: ["pending", "completed"],
    limit: [1, 50],
    cursor: ["WzVd"],
  };
}
