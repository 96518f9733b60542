"use client";

import { useCaseMutation } from "@/components/cases/use-case-mutation";
import { ReasonDialog } from "@/components/ui/reason-dialog";
import { callApi } from "@/lib/client/call";
import { rollbackContract } from "@/lib/contracts/automation";
import type { ProposalAnswer } from "@/lib/contracts/proposal";

interface RollbackDialogProps {
  proposal: ProposalAnswer;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

export function RollbackDialog({ proposal, isOpen, onOpenChange }: RollbackDialogProps) {
  const rollback = useCaseMutation({
    caseId: proposal.case_id,
    isRefusalShown: true,
    run: (reason: string) =>
      callApi(rollbackContract, {
        params: { execution_id: proposal.execution_id ?? 0 },
        body: { reason },
      }),
    done: "Rolled back; the case is where it was",
  });
  return (
    <ReasonDialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title="Roll back"
      description={`Undoes “${proposal.action.label}” and puts the case back where it was.`}
      confirmLabel="Confirm rollback"
      isDanger
      isBusy={rollback.isPending}
      refusal={rollback.error?.message}
      onConfirm={(reason) => rollback.mutate(reason, { onSuccess: () => onOpenChange(false) })}
    />
  );
}
