"use client";

import { useId } from "react";
import { useCaseMutation } from "@/components/cases/use-case-mutation";
import { ProblemNotice } from "@/components/layout/problem-notice";
import { useMay } from "@/components/layout/session";
import { Button } from "@/components/ui/button";
import { toProblem } from "@/lib/client/api-problem";
import { callApi } from "@/lib/client/call";
import { executeContract } from "@/lib/contracts/automation";
import type { GateAnswer } from "@/lib/contracts/governance";
import type { KillSwitchAnswer } from "@/lib/contracts/kill-switch";
import type { ProposalAnswer } from "@/lib/contracts/proposal";

interface RunProposalProps {
  proposal: ProposalAnswer;
  gates: readonly GateAnswer[];
  stops: readonly KillSwitchAnswer[];
  isPrimary: boolean;
}

/** Runs an approved proposal; while something stands in its way, the button says what. */
export function RunProposal({ proposal, gates, stops, isPrimary }: RunProposalProps) {
  const id = useId();
  const mayRun = useMay("proposals:execute");
  const run = useCaseMutation({
    caseId: proposal.case_id,
    isRefusalShown: true,
    run: () => callApi(executeContract, { params: { proposal_id: proposal.id }, body: {} }),
    done: "Done; it can still be rolled back",
  });
  if (!mayRun) {
    return <p className="text-muted text-sm">Your role may read this, not run it.</p>;
  }
  const obstacle = obstacleOf(proposal, gates, stops);
  return (
    <>
      {run.isError && <ProblemNotice problem={toProblem(run.error)} />}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Button
          tone={isPrimary ? "primary" : "secondary"}
          isBusy={run.isPending}
          disabled={obstacle !== null}
          aria-describedby={obstacle === null ? undefined : id}
          onClick={() => run.mutate()}
        >
          Run it
        </Button>
        {obstacle && (
          <p id={id} className="text-muted text-sm">
            {obstacle}
          </p>
        )}
      </div>
    </>
  );
}

function obstacleOf(
  { gate: key, action }: ProposalAnswer,
  gates: readonly GateAnswer[],
  stops: readonly KillSwitchAnswer[],
): string | null {
  const stop = stops.find(({ scope }) => scope.kind !== "action" || scope.key === action.type);
  if (stop) {
    return `Automation is stopped for ${stop.label}.`;
  }
  const gate = gates.find((one) => one.key === key);
  if (!gate || gate.enabled || (gate.state === "unset" && gate.glass_until)) {
    return null;
  }
  return gate.state === "revoked" ? "The gate was revoked." : "The gate is closed.";
}
