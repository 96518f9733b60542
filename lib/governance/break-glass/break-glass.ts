import { recordAudit } from "@/lib/audit/record-audit";
import type { BreakGlass, GlassGrantAnswer } from "@/lib/contracts/break-glass";
import { AppError, invalidField } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { getCaseDetails } from "@/lib/workflows/get-case-details";
import { getPackGate } from "../list-gate-history";
import { toGrantAnswer } from "./grant";
import { findActiveGrant, insertGrant } from "./grant-repository";

const MINUTE_MS = 60_000;
/** The site of what belongs to the whole chain. */
const EVERY_SITE = "*";

/**
 * Lets a person go past one masked record or one unset gate for some minutes. Every use is recorded,
 * and somebody else judges it afterwards.
 * @throws AppError forbidden for machines, not_found for the subject, conflict while one runs
 */
export async function breakGlass(ctx: Context, input: BreakGlass): Promise<GlassGrantAnswer> {
  requirePermission(ctx, "glass:break");
  assertPerson(ctx, "breaks the glass");
  const siteId = await siteOf(ctx, input);
  return inTransaction(ctx, async (tx) => {
    const running = await findActiveGrant(tx, input.kind, input.subject);
    if (running) {
      throw new AppError(
        "conflict",
        `Your grant for ${input.subject} runs until ${running.expiresAt.toISOString()} already; use it.`,
      );
    }
    const startedAt = tx.now();
    const grant = await insertGrant(tx, {
      id: tx.newId(),
      siteId,
      kind: input.kind,
      subject: input.subject,
      reasonCode: input.reason_code,
      reason: input.reason,
      startedAt,
      expiresAt: new Date(startedAt.getTime() + input.minutes * MINUTE_MS),
    });
    await recordAudit(tx, {
      action: "glass.break",
      subject: { type: "break_glass", id: grant.id },
      siteId,
      ...(grant.kind === "patient_data" && { caseId: Number(grant.subject) }),
      reasonCode: grant.reasonCode,
      reason: grant.reason,
      after: {
        kind: grant.kind,
        subject: grant.subject,
        expires_at: grant.expiresAt.toISOString(),
      },
    });
    return toGrantAnswer(grant, tx.now());
  });
}

/** @throws AppError forbidden */
export function assertPerson({ actor }: Pick<Context, "actor">, act: string): void {
  if (actor.kind !== "user") {
    throw new AppError("forbidden", `Only a person ${act}; sign in yourself.`);
  }
}

const CASE_ID = /^[1-9]\d{0,14}$/;

async function siteOf(ctx: Context, { kind, subject }: BreakGlass): Promise<string> {
  if (kind === "gate") {
    getPackGate(subject);
    return EVERY_SITE;
  }
  if (!CASE_ID.test(subject)) {
    throw invalidField("body.subject", "int_parsing", "body.subject must be the id of a case.");
  }
  return (await getCaseDetails(ctx, Number(subject))).siteId;
}
