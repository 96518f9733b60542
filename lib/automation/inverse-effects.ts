import type { Effect } from "./action";

/** The effects that undo `applied`, last first. What was sent is taken back while it still waits. */
export function inverseEffects(applied: readonly Effect[]): Effect[] {
  return applied.toReversed().map(inverse);
}

function inverse(effect: Effect): Effect {
  switch (effect.kind) {
    case "move_case":
      return { kind: "move_case", from: effect.to, to: effect.from };
    case "set_insurance":
      return { kind: "set_insurance", from: effect.to, to: effect.from };
    case "set_attributes":
      return { kind: "set_attributes", before: effect.after, after: effect.before };
    case "set_task_state":
      return { ...effect, from: effect.to, to: effect.from };
    case "add_task":
      return { kind: "remove_task", taskId: effect.taskId ?? 0, name: effect.name };
    case "send":
      return { kind: "cancel_message", messageId: effect.messageId ?? 0, topic: effect.topic };
    case "remove_task":
    case "cancel_message":
      throw new Error(`${effect.kind} belongs to a rollback and is never rolled back itself`);
  }
}
