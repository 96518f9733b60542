import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { findNewestCheckpoint } from "./checkpoints/checkpoint-repository";
import { auditPublicKey } from "./checkpoints/signing-key";
import { findChainEnds } from "./sealing/seal-repository";

export interface ChainStatus {
  /** the last position that is sealed, 0 before the first */
  sealedUpTo: number;
  /** the last position that is signed for, and when */
  signedUpTo: number;
  signedAt: string | null;
  keyId: string;
}

/** How far the tenant's chain reaches. */
export async function readChainStatus(ctx: Context): Promise<ChainStatus> {
  requirePermission(ctx, "audit:read");
  const end = (await findChainEnds(ctx, ctx.tenantId)).get(ctx.tenantId);
  const checkpoint = await findNewestCheckpoint(ctx, ctx.tenantId);
  return {
    sealedUpTo: end?.position ?? 0,
    signedUpTo: checkpoint?.position ?? 0,
    signedAt: checkpoint?.at ?? null,
    keyId: auditPublicKey().keyId,
  };
}
