import type { GlassGrantAnswer, GlassKind, ReviewStatus } from "@/lib/contracts/break-glass";
import type { Context } from "@/lib/kernel/context";
import { hasPermission } from "@/lib/kernel/permissions";

/** Leave for one person to go past one thing for some minutes. */
export interface Grant {
  id: string;
  siteId: string;
  actorId: string;
  actorRole: string;
  kind: GlassKind;
  /** case id or gate key */
  subject: string;
  reasonCode: string;
  reason: string;
  startedAt: Date;
  expiresAt: Date;
  endedAt: Date | null;
  useCount: number;
  reviewStatus: ReviewStatus;
  reviewedBy: string | null;
  reviewedAt: Date | null;
  reviewNote: string | null;
}

/** Leave lasts no longer than the permission to take it; machines have none, and a person's key has it only where it was given. */
export function mayUseGrants(ctx: Pick<Context, "actor">): boolean {
  return ctx.actor.kind === "user" && hasPermission(ctx, "glass:break");
}

export function isActive({ endedAt, expiresAt }: Grant, now: Date): boolean {
  return endedAt === null && expiresAt > now;
}

export function toGrantAnswer(grant: Grant, now: Date): GlassGrantAnswer {
  return {
    id: grant.id,
    kind: grant.kind,
    subject: grant.subject,
    site_id: grant.siteId,
    actor: grant.actorId,
    role: grant.actorRole,
    reason_code: grant.reasonCode,
    reason: grant.reason,
    started_at: grant.startedAt.toISOString(),
    expires_at: grant.expiresAt.toISOString(),
    ended_at: grant.endedAt?.toISOString() ?? null,
    active: isActive(grant, now),
    use_count: grant.useCount,
    review_status: grant.reviewStatus,
    reviewed_by: grant.reviewedBy,
    reviewed_at: grant.reviewedAt?.toISOString() ?? null,
    review_note: grant.reviewNote,
  };
}
