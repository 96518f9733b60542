import type { Page } from "@/lib/contracts/common";
import type { Context } from "@/lib/kernel/context";
import { decodeIdCursor, toPage } from "@/lib/kernel/page";
import { requirePermission } from "@/lib/kernel/permissions";
import { findCheckpoints } from "./checkpoint-repository";
import { auditPublicKey } from "./signing-key";
import type { Checkpoint } from "./statement";

/** One page of the tenant's checkpoints, newest first. */
export async function listCheckpoints(
  ctx: Context,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Page<Checkpoint>> {
  requirePermission(ctx, "audit:read");
  const page = { tenantId: ctx.tenantId, limit: limit + 1, before: decodeIdCursor(cursor) };
  return toPage(await findCheckpoints(ctx, page), limit, ({ position }) => [position]);
}

/** What an outsider needs to verify them. */
export function readPublicKey(ctx: Context) {
  requirePermission(ctx, "audit:read");
  const { keyId, pem } = auditPublicKey();
  return { key_id: keyId, algorithm: "Ed25519" as const, pem };
}
