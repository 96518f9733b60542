"use client";

import { useActorName } from "@/components/layout/people-names";
import { ReasonCodeDialog, type Why } from "@/components/ui/reason-code-dialog";
import { callApi } from "@/lib/client/call";
import { type GlassGrantAnswer, reviewGlassGrantContract } from "@/lib/contracts/break-glass";
import { useGovernanceMutation } from "./use-governance-mutation";

const VERDICTS = { justified: "It was justified", unjustified: "It was not justified" } as const;

interface ReviewDialogProps {
  grant: GlassGrantAnswer;
  isOpen: boolean;
  onOpenChange: () => void;
}

export function ReviewDialog({ grant, isOpen, onOpenChange }: ReviewDialogProps) {
  const actorName = useActorName();
  const review = useGovernanceMutation({
    run: ({ code, text }: Why<keyof typeof VERDICTS>) =>
      callApi(reviewGlassGrantContract, {
        params: { id: grant.id },
        body: { verdict: code, note: text },
      }),
    done: "The review is recorded",
    after: onOpenChange,
  });
  return (
    <ReasonCodeDialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title="Review the broken glass"
      description={`${actorName(grant.actor)}: ${grant.reason}`}
      codes={VERDICTS}
      codeLabel="Verdict"
      confirmLabel="Record the review"
      isBusy={review.isPending}
      refusal={review.error?.message}
      onConfirm={(why) => review.mutate(why)}
    />
  );
}
