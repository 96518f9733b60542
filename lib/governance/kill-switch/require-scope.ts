import type { Context } from "@/lib/kernel/context";
import { requireSite, requireWholeChain } from "@/lib/kernel/sites";
import type { Scope } from "./kill-switch";

/** Credentials for some sites stop and release those; every other scope reaches beyond. @throws AppError forbidden */
export function requireScope(ctx: Context, { kind, key }: Scope): void {
  if (kind === "site") {
    requireSite(ctx, key);
  } else {
    requireWholeChain(ctx);
  }
}
