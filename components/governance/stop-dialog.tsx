"use client";

import { useState } from "react";
import { ReasonCodeDialog, type Why } from "@/components/ui/reason-code-dialog";
import { callApi } from "@/lib/client/call";
import { type StopScope, setKillSwitchContract } from "@/lib/contracts/kill-switch";
import type { GovernanceReason } from "@/lib/contracts/reason-code";
import { GOVERNANCE_REASON_WORDS } from "@/lib/format/reason-codes";
import { ScopeFields, type StopTargets } from "./scope-fields";
import { useGovernanceMutation } from "./use-governance-mutation";

interface StopDialogProps {
  targets: StopTargets;
  isOpen: boolean;
  onOpenChange: () => void;
}

/** Stops a scope once its name was typed. */
export function StopDialog({ targets, isOpen, onOpenChange }: StopDialogProps) {
  const [scope, setScope] = useState<StopScope>({ kind: "chain", key: "" });
  const name = scope.kind === "chain" ? "chain" : scope.key.trim();
  const stop = useGovernanceMutation({
    run: ({ code, text }: Why<GovernanceReason>) =>
      callApi(setKillSwitchContract, {
        body: { scope, engaged: true, reason_code: code, reason: text },
      }),
    done: "Automation is stopped",
    after: onOpenChange,
  });
  return (
    <ReasonCodeDialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title="Stop automation"
      description="Nothing more is executed there from the moment this is confirmed. People go on by hand, and what ran can still be undone."
      codes={GOVERNANCE_REASON_WORDS}
      confirmLabel="Stop now"
      {...(name !== "" && { typed: name })}
      isDanger
      isBusy={stop.isPending}
      refusal={stop.error?.message}
      onConfirm={(why) => stop.mutate(why)}
    >
      <ScopeFields scope={scope} onChange={setScope} targets={targets} />
    </ReasonCodeDialog>
  );
}
