import type { JsonObject } from "@/lib/contracts/common";
import type { InsuranceState } from "@/lib/contracts/workflow";
import { invalidField } from "@/lib/kernel/app-error";
import type { TransactionContext } from "@/lib/kernel/context";
import { toldValue } from "@/lib/kernel/told-value";
import { findQueue } from "@/lib/packs/find-pack";
import type { Pack } from "@/lib/packs/pack";
import { addBusinessDays } from "./business-days";
import type { Case, CaseWithDetails } from "./case";
import { insertCase } from "./case-repository";
import { insertFirstEvents, type NewEvent } from "./event-repository";
import { searchTextOf } from "./search-text";
import { insertTasks, type NewTask } from "./task-repository";

export interface CaseSeed {
  pack: Pack;
  siteId: string;
  scenarioKey: string | null;
  name: string;
  description: string | null;
  queue: string;
  insurance: InsuranceState;
  priority: number;
  /** null = the legal clock runs from now */
  promisedAt: Date | null;
  attributes: JsonObject;
  tasks: readonly NewTask[];
  events: readonly NewEvent[];
}

/** Final verification of a new or requested refill [OAC 4729:5-5-02.4]. */
const LEGAL_CLOCK_BUSINESS_DAYS = 3;

/**
 * Stores a case with its first tasks and events; part of the caller's transaction.
 * @throws AppError invalid when the pack has no such queue
 */
export async function createCase(tx: TransactionContext, seed: CaseSeed): Promise<CaseWithDetails> {
  const queue = findQueue(seed.pack, seed.queue);
  if (!queue) {
    const known = seed.pack.queues.map(({ key }) => key).join(", ");
    throw invalidField(
      "body.queue",
      "enum",
      `Queue "${toldValue(seed.queue)}" is unknown; use ${known}.`,
    );
  }
  const { pack, tasks, events, ...fields } = seed;
  const created: Case = await insertCase(tx, {
    ...fields,
    promisedAt: seed.promisedAt ?? addBusinessDays(tx.now(), LEGAL_CLOCK_BUSINESS_DAYS),
    packId: pack.id,
    state: queue.state,
    isOpen: !queue.isTerminal,
    searchText: searchTextOf(seed.name, seed.attributes),
    taskCount: tasks.length,
    eventCount: events.length,
  });
  return {
    ...created,
    tasks: await insertTasks(tx, created.id, tasks),
    events: await insertFirstEvents(tx, created.id, events),
  };
}
