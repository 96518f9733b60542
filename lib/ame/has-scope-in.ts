import type { Context } from "@/lib/kernel/context";
import { findScopeIn } from "./scope-repository";

/** Whether anything is known of automation in a site. */
export async function hasScopeIn(ctx: Context, siteId: string): Promise<boolean> {
  return (await findScopeIn(ctx, siteId)) !== null;
}
