"use client";

import { useState } from "react";
import { ReasonDialog } from "@/components/ui/reason-dialog";
import { callApi } from "@/lib/client/call";
import { drillKillSwitchContract, type StopScope } from "@/lib/contracts/kill-switch";
import { ScopeFields, type StopTargets } from "./scope-fields";
import { useGovernanceMutation } from "./use-governance-mutation";

interface DrillDialogProps {
  targets: StopTargets;
  isOpen: boolean;
  onOpenChange: () => void;
}

/** Tries how long it takes to stop a scope. */
export function DrillDialog({ targets, isOpen, onOpenChange }: DrillDialogProps) {
  const [scope, setScope] = useState<StopScope>({ kind: "chain", key: "" });
  const drill = useGovernanceMutation({
    run: (reason: string) => callApi(drillKillSwitchContract, { body: { scope, reason } }),
    done: ({ ms_until_probe_refused: ms }) => `Drill: stopped in ${ms} ms, and running again`,
    after: onOpenChange,
  });
  return (
    <ReasonDialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title="Try the kill switch"
      description="Stops the scope for a moment, measures how long that takes, and lets it run again. What is executed there meanwhile is refused."
      confirmLabel="Start the drill"
      fields={<ScopeFields scope={scope} onChange={setScope} targets={targets} />}
      isBusy={drill.isPending}
      refusal={drill.error?.message}
      onConfirm={(reason) => drill.mutate(reason)}
    />
  );
}
