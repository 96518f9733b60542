import type { JsonObject } from "@/lib/contracts/common";
import type { Context } from "@/lib/kernel/context";
import { findPack } from "@/lib/packs/find-pack";
import type { Pack } from "@/lib/packs/pack";
import type { Case, CaseWithDetails } from "@/lib/workflows/case";
import { loadDetailsOf } from "@/lib/workflows/load-details";
import { findTaskOfCase } from "@/lib/workflows/write-task";
import type { Subject } from "./action";

/** What an action on this case may look at, including the task its payload names. */
export async function loadSubject(ctx: Context, one: Case, payload: JsonObject): Promise<Subject> {
  const loaded = await loadDetailsOf(ctx, one);
  const subject = subjectOf(loaded, () => ctx.now());
  const taskId = payload["task_id"];
  if (!Number.isSafeInteger(taskId) || subject.tasks.some(({ id }) => id === taskId)) {
    return subject;
  }
  const named = await findTaskOfCase(ctx, one.id, Number(taskId));
  return named ? { ...subject, tasks: [named, ...subject.tasks] } : subject;
}

export function subjectOf(loaded: CaseWithDetails, now: () => Date): Subject {
  return { pack: packOf(loaded), case: loaded, tasks: loaded.tasks, now };
}

function packOf(one: Case): Pack {
  const pack = findPack(one.packId);
  if (!pack) {
    throw new Error(`Case ${one.id} names the pack ${one.packId}, which is not installed`);
  }
  return pack;
}
