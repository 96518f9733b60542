import { findQueue } from "@/lib/packs/find-pack";
import type { Pack } from "@/lib/packs/pack";
import type { Effect } from "./action";

/** One effect as a sentence for people. */
export function effectWords(effect: Effect, pack: Pack): string {
  const label = (key: string) => findQueue(pack, key)?.label ?? key;
  switch (effect.kind) {
    case "move_case":
      return `Moves the case from ${label(effect.from)} to ${label(effect.to)}.`;
    case "set_insurance":
      return `Sets the insurance from ${effect.from} to ${effect.to}.`;
    case "set_attributes":
      return `Sets ${Object.keys(effect.after).join(", ")}.`;
    case "set_task_state":
      return `Sets task ${effect.taskId} from ${effect.from} to ${effect.to}.`;
    case "add_task":
      return `Adds the task “${effect.name}”.`;
    case "remove_task":
      return `Removes the task “${effect.name}”.`;
    case "send":
      return `Sends ${effect.topic}, held back until it can no longer be undone.`;
    case "cancel_message":
      return `Takes back ${effect.topic}.`;
  }
}
