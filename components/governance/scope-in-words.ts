import type { KillSwitchAnswer } from "@/lib/contracts/kill-switch";

/** "the whole chain", "queue data entry", "site store_22": a site's id stays as it is. */
export function scopeInWords({ kind, key }: KillSwitchAnswer["scope"]): string {
  if (kind === "chain") {
    return "the whole chain";
  }
  return `${kind} ${kind === "site" ? key : key.replaceAll("_", " ")}`;
}
