"use client";

import { ReasonCodeDialog, type Why } from "@/components/ui/reason-code-dialog";
import { callApi } from "@/lib/client/call";
import { type KillSwitchAnswer, setKillSwitchContract } from "@/lib/contracts/kill-switch";
import type { GovernanceReason } from "@/lib/contracts/reason-code";
import { GOVERNANCE_REASON_WORDS } from "@/lib/format/reason-codes";
import { scopeInWords } from "./scope-in-words";
import { useGovernanceMutation } from "./use-governance-mutation";

interface ResumeDialogProps {
  one: KillSwitchAnswer;
  isFourEyes: boolean;
  isOpen: boolean;
  onOpenChange: () => void;
}

export function ResumeDialog({ one, isFourEyes, isOpen, onOpenChange }: ResumeDialogProps) {
  const resume = useGovernanceMutation({
    run: ({ code, text }: Why<GovernanceReason>) =>
      callApi(setKillSwitchContract, {
        body: { scope: one.scope, engaged: false, reason_code: code, reason: text },
      }),
    done: ({ request }) =>
      request ? "Asked; it runs again once another person approves" : "Automation may run again",
    after: onOpenChange,
  });
  return (
    <ReasonCodeDialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title="Let automation run again"
      description={
        isFourEyes
          ? `For ${scopeInWords(one.scope)}, once another person has approved.`
          : `For ${scopeInWords(one.scope)}, at once.`
      }
      codes={GOVERNANCE_REASON_WORDS}
      confirmLabel={isFourEyes ? "Ask for approval" : "Resume automation"}
      isBusy={resume.isPending}
      refusal={resume.error?.message}
      onConfirm={(why) => resume.mutate(why)}
    />
  );
}
