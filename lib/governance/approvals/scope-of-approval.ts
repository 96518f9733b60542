import { type Scope, siteOf } from "../kill-switch/kill-switch";
import { stopKindOf } from "../kill-switch/stop-kind-of";
import type { Approval } from "./approval";

type Asked = Pick<Approval, "kind" | "payload">;

/** What a request reaches: gates belong to the whole chain. */
export function scopeOfApproval({ kind, payload }: Asked): Scope {
  return kind === "kill_switch.release"
    ? { kind: stopKindOf(payload["kind"]), key: String(payload["key"]) }
    : { kind: "chain", key: "" };
}

/** The site of its audit entries; none where it reaches the whole chain. */
export function siteOfApproval(approval: Asked): { siteId?: string } {
  return siteOf(scopeOfApproval(approval));
}
