import type { Subject } from "@/lib/automation/action";
import type { JsonObject } from "@/lib/contracts/common";
import { KROGER } from "@/lib/packs/kroger/pack";
import type { Case, CaseWithDetails, Task } from "@/lib/workflows/case";

export const NOW = new Date("2026-03-02T09:30:00.000Z");

export const ACTION_TYPES = [
  "advance_queue",
  "complete_task",
  "notify_patient",
  "request_renewal",
  "resolve_rejection",
] as const;

/** An open case in data entry, but for what is given. */
function makeCase(given: Partial<Case> = {}): Case {
  const queue = KROGER.queues.find(({ key }) => key === (given.queue ?? "data_entry"));
  return {
    id: 12,
    siteId: "site",
    packId: "kroger",
    scenarioKey: null,
    name: "Refill",
    description: null,
    state: queue?.state ?? "pending_access",
    queue: "data_entry",
    priority: 3,
    promisedAt: new Date(NOW.getTime() + 3_600_000),
    insurance: "pending",
    attributes: {},
    isOpen: !queue?.isTerminal,
    moveCount: 0,
    version: 1,
    taskCount: 0,
    eventCount: 0,
    createdAt: NOW,
    updatedAt: NOW,
    ...given,
  };
}

export function makeTask(given: Partial<Task> = {}): Task {
  return {
    id: 1,
    caseId: 12,
    name: "Call",
    assignedTo: null,
    state: "pending",
    createdAt: NOW,
    updatedAt: NOW,
    ...given,
  };
}

export function makeDetails(given: Partial<Case> = {}, tasks: Task[] = []): CaseWithDetails {
  return { ...makeCase({ taskCount: tasks.length, ...given }), tasks, events: [] };
}

export function makeSubject(given: Partial<Case> = {}, tasks: Task[] = []): Subject {
  const one = makeCase({ taskCount: tasks.length, ...given });
  return { pack: KROGER, case: one, tasks, now: () => NOW };
}

/** The case of a demo scenario, as it is seeded. */
export function subjectOfScenario(key: string): Subject {
  const scenario = KROGER.scenarios.find((one) => one.key === key);
  if (!scenario) {
    throw new Error(`There is no scenario ${key}`);
  }
  const { seed } = scenario;
  const tasks = seed.tasks.map(({ name, assigned_to, state }, index) =>
    makeTask({ id: index + 1, name, assignedTo: assigned_to, state }),
  );
  const attributes = { ...seed.attributes } as JsonObject;
  return makeSubject({ queue: seed.queue, insurance: seed.insurance, attributes }, tasks);
}
