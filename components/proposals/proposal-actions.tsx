"use client";

import { useState } from "react";
import { useCaseMutation } from "@/components/cases/use-case-mutation";
import { ProblemNotice } from "@/components/layout/problem-notice";
import { useMay } from "@/components/layout/session";
import { Button } from "@/components/ui/button";
import { useNow } from "@/components/ui/time";
import { useDecisionShortcuts } from "@/components/ui/use-shortcuts";
import { toProblem } from "@/lib/client/api-problem";
import { callApi } from "@/lib/client/call";
import { decideContract } from "@/lib/contracts/automation";
import type { GateAnswer } from "@/lib/contracts/governance";
import type { KillSwitchAnswer } from "@/lib/contracts/kill-switch";
import type { ProposalAnswer } from "@/lib/contracts/proposal";
import { RejectDialog } from "./reject-dialog";
import { RollbackDialog } from "./rollback-dialog";
import { RunProposal } from "./run-proposal";
import { seenOf } from "./seen-of";

interface ProposalActionsProps {
  proposal: ProposalAnswer;
  gates: readonly GateAnswer[];
  /** kill switches that are on for the case */
  stops: readonly KillSwitchAnswer[];
  isPrimary: boolean;
}

export function ProposalActions(props: ProposalActionsProps) {
  const { proposal, isPrimary } = props;
  switch (proposal.status) {
    case "pending":
      return <Decide proposal={proposal} isPrimary={isPrimary} />;
    case "approved":
      return <RunProposal {...props} />;
    case "executed":
      return proposal.execution_id !== null && proposal.reversible_until !== null ? (
        <Undo proposal={proposal} until={proposal.reversible_until} />
      ) : null;
    case "stale":
      return (
        <p className="text-muted text-sm">
          The case has moved since this was proposed. Propose again if it still holds.
        </p>
      );
    default:
      return null;
  }
}

function Decide({ proposal, isPrimary }: Omit<ProposalActionsProps, "gates" | "stops">) {
  const [isRejecting, setIsRejecting] = useState(false);
  const mayDecide = useMay("proposals:decide");
  const approve = useCaseMutation({
    caseId: proposal.case_id,
    isRefusalShown: true,
    run: () =>
      callApi(decideContract, {
        params: { proposal_id: proposal.id },
        body: { decision: "approve", ...seenOf(proposal) },
      }),
    done: "Approval recorded; run it when ready",
  });
  const defer = useCaseMutation({
    caseId: proposal.case_id,
    run: () =>
      callApi(decideContract, {
        params: { proposal_id: proposal.id },
        body: { decision: "defer", ...seenOf(proposal) },
      }),
    done: "Deferred; it stays open for someone else",
  });
  const isLive = isPrimary && mayDecide;
  useDecisionShortcuts({
    a: isLive && !approve.isPending ? () => approve.mutate() : undefined,
    r: isLive ? () => setIsRejecting(true) : undefined,
    d: isLive && !defer.isPending ? () => defer.mutate() : undefined,
  });
  if (!mayDecide) {
    return <p className="text-muted text-sm">Your role may read this, not decide it.</p>;
  }
  return (
    <>
      {approve.isError && <ProblemNotice problem={toProblem(approve.error)} />}
      <div className="flex gap-2">
        <Button
          tone={isPrimary ? "primary" : "secondary"}
          shortcut={isPrimary ? "A" : undefined}
          isBusy={approve.isPending}
          onClick={() => approve.mutate()}
        >
          Approve
        </Button>
        <Button shortcut={isPrimary ? "R" : undefined} onClick={() => setIsRejecting(true)}>
          Reject
        </Button>
        <Button
          shortcut={isPrimary ? "D" : undefined}
          isBusy={defer.isPending}
          onClick={() => defer.mutate()}
        >
          Defer
        </Button>
      </div>
      <RejectDialog proposal={proposal} isOpen={isRejecting} onOpenChange={setIsRejecting} />
    </>
  );
}

function Undo({ proposal, until }: { proposal: ProposalAnswer; until: string }) {
  const [isAsking, setIsAsking] = useState(false);
  const mayUndo = useMay("executions:rollback");
  const isClosed = useNow() >= Date.parse(until);
  if (isClosed && !isAsking) {
    return null;
  }
  if (!mayUndo) {
    return <p className="text-muted text-sm">A pharmacist or supervisor can roll it back.</p>;
  }
  return (
    <>
      <div className="flex gap-2">
        <Button onClick={() => setIsAsking(true)}>Roll back</Button>
      </div>
      <RollbackDialog proposal={proposal} isOpen={isAsking} onOpenChange={setIsAsking} />
    </>
  );
}
