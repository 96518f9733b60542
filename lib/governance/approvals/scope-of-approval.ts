import { type Scope, siteOf } from "../kill-switch/kill-switch";
import { stopKindOf } from "../kill-switch/stop-kind-of";
import type { Approval } from "./approval";

type Asked = Pick<Approval, "kind" | "payload">;

/** What a request reaches: gates belong to the whole chain, a trust scope to its site. */
export function scopeOfApproval({ kind, payload }: Asked): Scope {
  switch (kind) {
    case "gate.authorize":
      return { kind: "chain", key: "" };
    case "kill_switch.release":
      return { kind: stopKindOf(payload["kind"]), key: String(payload["key"]) };
    case "trust.promote":
      return { kind: "site", key: String(payload["site_id"]) };
  }
}

/** The site of its audit entries; none where it reaches the whole chain. */
export function siteOfApproval(approval: Asked): { siteId?: string } {
  return siteOf(scopeOfApproval(approval));
}
