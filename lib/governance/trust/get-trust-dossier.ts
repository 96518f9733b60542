import { configureScope } from "@/lib/ame/configure-scope";
import { type Dossier, getDossier } from "@/lib/ame/get-dossier";
import { renewLedger } from "@/lib/ame/renew-ledger";
import type { RequestPromotion, SetTolerance, TrustDossier } from "@/lib/contracts/ame-trust";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { statusAt, toApprovalAnswer } from "../approvals/approval";
import { findPendingApprovals } from "../approvals/approval-repository";

/** All that speaks for and against a scope, and the request that waits for it. @throws AppError not_found */
export async function getTrustDossier(ctx: Context, id: number): Promise<TrustDossier> {
  requirePermission(ctx, "ame:read");
  return withRequest(ctx, id, await getDossier(ctx, id));
}

/** A fresh harm budget, then the dossier as it is. */
export async function renewTrust(
  ctx: Context,
  id: number,
  input: RequestPromotion,
): Promise<TrustDossier> {
  requirePermission(ctx, "trust:manage");
  return withRequest(ctx, id, await renewLedger(ctx, id, input));
}

/** Another tolerance, then the dossier as it is. */
export async function setTolerance(
  ctx: Context,
  id: number,
  input: SetTolerance,
): Promise<TrustDossier> {
  requirePermission(ctx, "trust:manage");
  return withRequest(ctx, id, await configureScope(ctx, id, input));
}

async function withRequest(ctx: Context, id: number, dossier: Dossier): Promise<TrustDossier> {
  const waiting = await findPendingApprovals(ctx, "trust.promote", String(id));
  const pending = waiting.find((one) => statusAt(one, ctx.now()) === "pending");
  return { ...dossier, pending_request: pending ? toApprovalAnswer(pending, ctx.now()) : null };
}
