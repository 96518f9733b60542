import type { Context } from "@/lib/kernel/context";
import { findCases } from "./case-repository";

export async function hasCases(ctx: Context): Promise<boolean> {
  return (await findCases(ctx, { limit: 1 })).length > 0;
}
