"use client";

import { useState } from "react";
import { useCaseMutation } from "@/components/cases/use-case-mutation";
import { useMay } from "@/components/layout/session";
import { Panel } from "@/components/ui/panel";
import { ReasonCodeDialog, type Why } from "@/components/ui/reason-code-dialog";
import { Switch } from "@/components/ui/switch";
import { callApi } from "@/lib/client/call";
import { type GateAnswer, setGateContract } from "@/lib/contracts/governance";
import type { GovernanceReason } from "@/lib/contracts/reason-code";
import { GOVERNANCE_REASON_WORDS } from "@/lib/format/reason-codes";
import { GateNotes } from "./gate-notes";
import { GateStatus } from "./gate-status";

interface GateListProps {
  caseId: number;
  gates: readonly GateAnswer[];
}

/** The human authorisations that a proposal needs before it runs. */
export function GateList({ caseId, gates }: GateListProps) {
  const mayWrite = useMay("gates:write");
  return (
    <Panel title="Gates">
      {gates.length === 0 ? (
        <p className="px-4 py-3 text-muted text-sm">This case meets no gate from here on.</p>
      ) : (
        <ul className="divide-y divide-line">
          {gates.map((gate) => (
            <GateRow key={gate.key} caseId={caseId} gate={gate} mayWrite={mayWrite} />
          ))}
        </ul>
      )}
      {!mayWrite && gates.length > 0 && (
        <p className="border-line border-t px-4 py-2 text-muted text-xs">
          A supervisor opens and revokes gates.
        </p>
      )}
    </Panel>
  );
}

interface GateRowProps {
  caseId: number;
  gate: GateAnswer;
  mayWrite: boolean;
}

function GateRow({ caseId, gate, mayWrite }: GateRowProps) {
  const [isAsking, setIsAsking] = useState(false);
  const labelId = `label-${gate.key}`;
  return (
    <li
      id={`gate-${gate.key}`}
      className="flex scroll-mt-16 items-start gap-3 px-4 py-3 target:bg-accent-soft"
    >
      <div className="flex min-w-0 flex-1 flex-col items-start gap-1">
        <span id={labelId} className="text-sm">
          {gate.label}
        </span>
        <GateStatus gate={gate} />
        <GateNotes gate={gate} />
        {gate.current_note && (
          <p className="border-line-strong border-l-2 pl-2 text-xs">{gate.current_note}</p>
        )}
      </div>
      <Switch
        isOn={gate.enabled}
        onChange={() => setIsAsking(true)}
        labelledBy={labelId}
        isDisabled={!mayWrite}
      />
      <GateDialog caseId={caseId} gate={gate} isOpen={isAsking} onOpenChange={setIsAsking} />
    </li>
  );
}

interface GateDialogProps {
  caseId: number;
  gate: GateAnswer;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

function GateDialog({ caseId, gate, isOpen, onOpenChange }: GateDialogProps) {
  const isOpening = !gate.enabled;
  const change = useCaseMutation({
    caseId,
    isRefusalShown: true,
    run: ({ code, text }: Why<GovernanceReason>) =>
      callApi(setGateContract, {
        body: { transition_key: gate.key, enabled: isOpening, reason_code: code, note: text },
      }),
    done: ({ request }) => {
      if (request) {
        return "Asked; another person approves it under Governance";
      }
      return isOpening ? "The gate is open" : "The gate is revoked";
    },
  });
  return (
    <ReasonCodeDialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={isOpening ? "Open the gate" : "Revoke the gate"}
      description={
        isOpening
          ? `${gate.label}. Approved proposals on every case may pass from now on.`
          : `${gate.label}. No proposal may pass until it is opened again.`
      }
      codes={GOVERNANCE_REASON_WORDS}
      confirmLabel={isOpening ? "Open gate" : "Revoke gate"}
      isDanger={!isOpening}
      isBusy={change.isPending}
      refusal={change.error?.message}
      onConfirm={(why) => change.mutate(why, { onSuccess: () => onOpenChange(false) })}
    />
  );
}
