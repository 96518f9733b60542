"use client";

import { useCaseMutation } from "@/components/cases/use-case-mutation";
import { ReasonCodeDialog, type Why } from "@/components/ui/reason-code-dialog";
import { callApi } from "@/lib/client/call";
import { decideContract } from "@/lib/contracts/automation";
import type { ProposalAnswer } from "@/lib/contracts/proposal";
import { REJECTION_REASON_WORDS } from "@/lib/format/reason-codes";
import { seenOf } from "./seen-of";
import { meanwhileInWords } from "./step-in-words";

interface RejectDialogProps {
  proposal: ProposalAnswer;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

/** Outlives the proposal's being open, so that a decision made elsewhere takes nobody's text away. */
export function RejectDialog({ proposal, isOpen, onOpenChange }: RejectDialogProps) {
  const reject = useCaseMutation({
    caseId: proposal.case_id,
    isRefusalShown: true,
    run: ({ code, text }: Why<keyof typeof REJECTION_REASON_WORDS>) =>
      callApi(decideContract, {
        params: { proposal_id: proposal.id },
        body: { decision: "reject", reason_code: code, note: text, ...seenOf(proposal) },
      }),
    done: "Rejection recorded",
  });
  const isOvertaken = proposal.status !== "pending" && !reject.isPending;
  return (
    <ReasonCodeDialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title="Reject the proposal"
      description={`“${proposal.action.label}” will not run. Your reason teaches the next forecast.`}
      codes={REJECTION_REASON_WORDS}
      confirmLabel="Confirm rejection"
      isDanger
      isBusy={reject.isPending}
      refusal={reject.error?.message}
      overtaken={isOvertaken ? meanwhileInWords(proposal) : undefined}
      onConfirm={(why) => reject.mutate(why, { onSuccess: () => onOpenChange(false) })}
    />
  );
}
