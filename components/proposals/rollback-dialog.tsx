"use client";

import { useCaseMutation } from "@/components/cases/use-case-mutation";
import { ReasonCodeDialog, type Why } from "@/components/ui/reason-code-dialog";
import { callApi } from "@/lib/client/call";
import { rollbackContract } from "@/lib/contracts/automation";
import type { ProposalAnswer } from "@/lib/contracts/proposal";
import type { RollbackReason } from "@/lib/contracts/reason-code";
import { ROLLBACK_REASON_WORDS } from "@/lib/format/reason-codes";
import { meanwhileInWords } from "./step-in-words";

interface RollbackDialogProps {
  proposal: ProposalAnswer;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

/** Outlives the run, so that a rollback made elsewhere takes nobody's text away. */
export function RollbackDialog({ proposal, isOpen, onOpenChange }: RollbackDialogProps) {
  const rollback = useCaseMutation({
    caseId: proposal.case_id,
    isRefusalShown: true,
    run: ({ code, text }: Why<RollbackReason>) =>
      callApi(rollbackContract, {
        params: { execution_id: proposal.execution_id ?? 0 },
        body: { reason_code: code, reason: text },
      }),
    done: "Rolled back; the case is where it was",
  });
  const isOvertaken = proposal.status !== "executed" && !rollback.isPending;
  return (
    <ReasonCodeDialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title="Roll back"
      description={`Undoes “${proposal.action.label}” and puts the case back where it was.`}
      codes={ROLLBACK_REASON_WORDS}
      confirmLabel="Confirm rollback"
      isDanger
      isBusy={rollback.isPending}
      refusal={rollback.error?.message}
      overtaken={isOvertaken ? meanwhileInWords(proposal) : undefined}
      onConfirm={(why) => rollback.mutate(why, { onSuccess: () => onOpenChange(false) })}
    />
  );
}
