import type { Context } from "@/lib/kernel/context";
import { findActorsOn } from "./audit-repository";

/** Who has done any of these acts to a subject, as the trail remembers; also once it is gone. */
export function listActorsOn(
  ctx: Context,
  subject: { type: string; id: string },
  actions: readonly string[],
): Promise<string[]> {
  return findActorsOn(ctx, subject, actions);
}
