import type { JsonObject } from "@/lib/contracts/common";
import type { InsuranceState } from "@/lib/contracts/workflow";
import { AppError } from "@/lib/kernel/app-error";
import type { TransactionContext } from "@/lib/kernel/context";
import { findPack, findQueue } from "@/lib/packs/find-pack";
import type { Case } from "./case";
import { type CaseChange, changeCase } from "./case-repository";
import { insertEventsUnread, type NewEvent } from "./event-repository";
import { searchTextOf } from "./search-text";

export interface CaseUpdate {
  /** the queue to move to; the case's state and openness follow the pack */
  queue?: string;
  insurance?: InsuranceState;
  /** keys to set; null removes a key */
  attributes?: JsonObject;
  events?: readonly NewEvent[];
}

/**
 * Changes a case that the transaction has locked, with the facts that go with the change.
 * @throws AppError conflict when the case has changed since it was read
 */
export async function writeCase(
  tx: TransactionContext,
  before: Case,
  update: CaseUpdate,
): Promise<Case> {
  const events = update.events ?? [];
  const attributes = update.attributes && merge(before.attributes, update.attributes);
  const change: CaseChange = {
    ...(update.queue === undefined ? {} : placeIn(before, update.queue)),
    ...(update.insurance === undefined ? {} : { insurance: update.insurance }),
    ...(attributes && { attributes, searchText: searchTextOf(before.name, attributes) }),
    eventCount: before.eventCount + events.length,
  };
  const after = await changeCase(tx, before, change);
  if (events.length > 0) {
    await insertEventsUnread(tx, before.id, before.eventCount + 1, events);
  }
  return after;
}

function placeIn(one: Case, key: string): Pick<Case, "queue" | "state" | "isOpen" | "moveCount"> {
  const pack = findPack(one.packId);
  const queue = pack && findQueue(pack, key);
  if (!queue) {
    throw new AppError(
      "conflict",
      `Case ${one.id} cannot stand in ${key}: its pack has no such queue.`,
    );
  }
  return {
    queue: queue.key,
    state: queue.state,
    isOpen: !queue.isTerminal,
    moveCount: one.moveCount + 1,
  };
}

/** Only the keys that the patch sets to null go. */
function merge(before: JsonObject, patch: JsonObject): JsonObject {
  const isRemoved = (key: string) => patch[key] === null;
  return Object.fromEntries(
    Object.entries({ ...before, ...patch }).filter(([key]) => !isRemoved(key)),
  );
}
