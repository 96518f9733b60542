"use client";

import { useCaseMutation } from "@/components/cases/use-case-mutation";
import { ReasonDialog } from "@/components/ui/reason-dialog";
import { callApi } from "@/lib/client/call";
import { decideContract } from "@/lib/contracts/automation";
import type { ProposalAnswer } from "@/lib/contracts/proposal";
import { seenOf } from "./seen-of";

interface RejectDialogProps {
  proposal: ProposalAnswer;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

export function RejectDialog({ proposal, isOpen, onOpenChange }: RejectDialogProps) {
  const reject = useCaseMutation({
    caseId: proposal.case_id,
    isRefusalShown: true,
    run: (reason: string) =>
      callApi(decideContract, {
        params: { proposal_id: proposal.id },
        body: { decision: "reject", note: reason, ...seenOf(proposal) },
      }),
    done: "Rejection recorded",
  });
  return (
    <ReasonDialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title="Reject the proposal"
      description={`“${proposal.action.label}” will not run. Your reason teaches the next forecast.`}
      confirmLabel="Confirm rejection"
      isDanger
      isBusy={reject.isPending}
      refusal={reject.error?.message}
      onConfirm={(reason) => reject.mutate(reason, { onSuccess: () => onOpenChange(false) })}
    />
  );
}
