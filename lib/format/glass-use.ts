import type { GlassGrantAnswer } from "@/lib/contracts/break-glass";
import { countOf } from "./words";

type Use = Pick<GlassGrantAnswer, "active" | "use_count">;

/** What a grant lets or let its holder do with the gate or record that it names. */
export function passingWord({ active, use_count: count }: Use): string {
  if (active) {
    return "passes";
  }
  return count === 0 ? "could pass" : "passed";
}

/** How often a grant was used. */
export function useInWords({ active, use_count: count }: Use): string {
  if (count > 0) {
    return `used ${countOf(count, "time")}`;
  }
  return active ? "not used yet" : "was not used";
}
