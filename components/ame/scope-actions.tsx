"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useGovernanceMutation } from "@/components/governance/use-governance-mutation";
import { useMay } from "@/components/layout/session";
import { Button } from "@/components/ui/button";
import { ReasonCodeDialog, type Why } from "@/components/ui/reason-code-dialog";
import { callApi } from "@/lib/client/call";
import {
  renewLedgerContract,
  requestPromotionContract,
  type TrustDossier,
} from "@/lib/contracts/ame-trust";
import type { GovernanceReason } from "@/lib/contracts/reason-code";
import { GOVERNANCE_REASON_WORDS } from "@/lib/format/reason-codes";
import { stageLabel } from "@/lib/format/stage";

type Step = "promotion" | "renewal";

/** What a supervisor can do for a scope now, and printing what speaks for it. */
export function ScopeActions({ dossier }: { dossier: TrustDossier }) {
  const [asking, setAsking] = useState<Step | null>(null);
  const mayManage = useMay("trust:manage");
  const { next, needs_approval, pending_request, ledger } = dossier;
  const canAsk = mayManage && needs_approval && next?.ready && !pending_request;
  return (
    <div className="flex flex-wrap gap-2 print:hidden">
      {canAsk && next && (
        <Button tone="primary" onClick={() => setAsking("promotion")}>
          Ask for {stageLabel(next.to).toLowerCase()}
        </Button>
      )}
      {mayManage && ledger.exhausted && (
        <Button tone={canAsk ? "secondary" : "primary"} onClick={() => setAsking("renewal")}>
          Renew the harm budget
        </Button>
      )}
      <Button onClick={() => window.print()}>Print</Button>
      {asking && <StepDialog step={asking} dossier={dossier} close={() => setAsking(null)} />}
    </div>
  );
}

const TITLES = {
  promotion: "Ask for the next stage",
  renewal: "Renew the harm budget",
} as const;
const DONE = {
  promotion: "Asked; it goes on once another person approves",
  renewal: "The harm budget is renewed",
} as const;

interface StepDialogProps {
  step: Step;
  dossier: TrustDossier;
  close: () => void;
}

function StepDialog({ step, dossier, close }: StepDialogProps) {
  const router = useRouter();
  const { id } = dossier.scope;
  const take = useGovernanceMutation<Why<GovernanceReason>, unknown>({
    run: ({ code, text }) => {
      const call = { params: { id }, body: { reason_code: code, reason: text } };
      return step === "promotion"
        ? callApi(requestPromotionContract, call)
        : callApi(renewLedgerContract, call);
    },
    done: DONE[step],
    after: () => {
      close();
      router.refresh();
    },
  });
  return (
    <ReasonCodeDialog
      isOpen
      onOpenChange={close}
      title={TITLES[step]}
      description={
        step === "promotion"
          ? "Another person approves it; the evidence is looked at again then."
          : "In your name its unaudited actions begin anew with a full budget; what was caught stays in its history."
      }
      codes={GOVERNANCE_REASON_WORDS}
      confirmLabel={step === "promotion" ? "Ask for approval" : "Renew in my name"}
      isBusy={take.isPending}
      refusal={take.error?.message}
      onConfirm={(why) => take.mutate(why)}
    />
  );
}
