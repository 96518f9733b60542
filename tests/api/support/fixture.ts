import { createCase, decide, FIRST_GATE, get, post, propose, setGate } from "./cases";
import type { ServerUnderTest } from "./use-server";

/** A rule that no case of the tests could wake. */
const NEVER = {
  condition: { type: "event", event_type: "of no test" },
  action: { type: "advance_queue", to_queue: "will_call", notify: ["nobody"] },
  enabled: false,
};

/**
 * A case with one of everything, by the names that paths and bodies give them.
 * @param fields of the cases beside those that every case has
 */
export async function createFixture(server: ServerUnderTest, fields: object = {}) {
  const { id, tasks } = await createCase(server, fields);
  const done = (await createCase(server, fields)).id;
  await setGate(server, FIRST_GATE);
  const run = await propose(server, done);
  await decide(server, run);
  const { execution_id } = await post(server, `/dashboard/api/automation/${run}/execute`);
  const proposal_id = await propose(server, id);
  const rule = await post(server, "/api/rules", { ...NEVER, name: `Rule of case ${id}` });
  return {
    ids: { key: FIRST_GATE, id, tid: tasks[0].id, case_id: id, proposal_id, execution_id },
    known: {
      workflow_id: id,
      task_id: tasks[0].id,
      queue: "data_entry",
      scenario_key: "kroger_refill_atorvastatin",
      scenario_id: "happy_path",
      transition_key: FIRST_GATE,
      action_type: "advance_queue",
      decision: "approve",
      from_state: "data_entry",
      to_state: "pre_verification",
      payload: {},
      cycles: 1,
      rule_id: rule.id,
      condition: NEVER.condition,
      action: NEVER.action,
      enabled: false,
    },
  };
}

export type Fixture = Awaited<ReturnType<typeof createFixture>>;

/** Differs as soon as anything was written: every change leaves an audit entry. */
export async function fingerprint(server: ServerUnderTest): Promise<unknown> {
  const { entries } = await get(server, "/api/audit?limit=1");
  const newest = await get(server, "/api/workflows?limit=20");
  return { lastEntry: entries[0]?.id, newest };
}
