import { invalidField } from "@/lib/kernel/app-error";
import { reservedActError } from "@/lib/kernel/assert-policy";
import { DEFAULT_PACK } from "@/lib/packs/find-pack";
import { reservedActOf } from "@/lib/packs/policy/act";
import type { CheckAction } from "@/lib/rules/parse-action";
import { ACTION_TYPES, findAction } from "./action-registry";

/** A rule may want only what the registry knows, with a payload that some case could take; no reserved act. */
export const checkRuleAction: CheckAction = ({ type, payload }, path) => {
  const action = findAction(type);
  if (!action) {
    const reserved = reservedActOf(type);
    if (reserved) {
      throw reservedActError(DEFAULT_PACK, reserved, null);
    }
    throw invalidField(
      `${path}.type`,
      "enum",
      `Unknown action type at ${path}.type; use one of ${ACTION_TYPES.join(", ")}.`,
    );
  }
  const parsed = action.payload.safeParse(payload);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = [path, ...(issue?.path ?? [])].join(".");
    throw invalidField(place, issue?.code ?? "invalid", `${type}: ${issue?.message} at ${place}.`);
  }
  const known = Object.keys(Object(parsed.data));
  const unknown = Object.keys(payload).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    throw invalidField(
      `${path}.${unknown}`,
      "extra_forbidden",
      `${type} knows nothing at ${path}.${unknown}; leave it out.`,
    );
  }
  assertQueue(payload["to_queue"], `${path}.to_queue`);
};

function assertQueue(queue: unknown, path: string): void {
  const queues = DEFAULT_PACK.queues.map(({ key }) => key);
  if (queue !== undefined && !queues.includes(String(queue))) {
    throw invalidField(path, "enum", `There is no such queue; use one of ${queues.join(", ")}.`);
  }
}
