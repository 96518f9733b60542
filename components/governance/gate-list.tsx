"use client";

import { useState } from "react";
import { useCaseMutation } from "@/components/cases/use-case-mutation";
import { useActorName } from "@/components/layout/people-names";
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
  const [wanted, setWanted] = useState<boolean | null>(null);
  const labelId = `label-${gate.key}`;
  return (
    <li
      id={`gate-${gate.key}`}
      className="flex scroll-mt-16 items-start gap-3 px-4 py-3 target:bg-accent-soft"
    >
      <div className="wrap-anywhere flex min-w-0 flex-1 flex-col items-start gap-1">
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
        onChange={() => setWanted(!gate.enabled)}
        labelledBy={labelId}
        isDisabled={!mayWrite}
      />
      <GateDialog caseId={caseId} gate={gate} wanted={wanted} close={() => setWanted(null)} />
    </li>
  );
}

interface GateDialogProps {
  caseId: number;
  gate: GateAnswer;
  /** open or not, as was asked for when the gate stood otherwise; null = nothing is asked */
  wanted: boolean | null;
  close: () => void;
}

function GateDialog({ caseId, gate, wanted, close }: GateDialogProps) {
  const isOpening = wanted ?? !gate.enabled;
  const actorName = useActorName();
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
  const isOvertaken = wanted === gate.enabled && !change.isPending;
  return (
    <ReasonCodeDialog
      isOpen={wanted !== null}
      onOpenChange={close}
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
      overtaken={
        isOvertaken
          ? `${isOpening ? "Opened" : "Closed"} by ${actorName(gate.current_actor, gate.current_actor_name)} meanwhile.`
          : undefined
      }
      onConfirm={(why) => change.mutate(why, { onSuccess: close })}
    />
  );
}
