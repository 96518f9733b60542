import { effectiveStage } from "@/lib/packs/effective-stage";
import { auditCoin } from "./audit-coin";
import type { Evidence } from "./evidence";
import { holdupOf } from "./holdup-of";
import type { HeldScope } from "./scope";
import { nextAuditProbability } from "./trust/audit-rate";
import { acts } from "./trust/stages";

/** Has the transaction tried again, with the scope as it stands now. */
class ScopeFellError extends Error {
  /** Prisma's code for a lost race */
  readonly code = "P2034";

  constructor() {
    super("The scope does not act by itself any more");
  }
}

/** Draws whether an action is audited that has just been fixed; the scope is held. */
export function drawAudit(
  held: HeldScope,
  proposalId: string | null,
  evidence: Evidence,
): { probability: number; coin: number; isDrawn: boolean } {
  if (evidence.kind !== "executed" || evidence.ownCap === null || proposalId === null) {
    throw new Error("Only what automation did by itself is drawn for an audit.");
  }
  const stage = effectiveStage(held.stage, evidence.ownCap);
  if (!acts(stage) || holdupOf(held) !== null) {
    throw new ScopeFellError();
  }
  const probability = nextAuditProbability(held.state, held.config, stage);
  const coin = auditCoin(held.coinSeed, proposalId);
  return { probability, coin, isDrawn: coin < probability };
}
