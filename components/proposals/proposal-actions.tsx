"use client";

import { useState } from "react";
import { useCaseMutation } from "@/components/cases/use-case-mutation";
import { ProblemNotice } from "@/components/layout/problem-notice";
import { useMay, useSession } from "@/components/layout/session";
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

type Asking = "reject" | "rollback" | null;

/** What can be done with a proposal now; the dialogs stay whatever becomes of it meanwhile. */
export function ProposalActions(props: ProposalActionsProps) {
  const [asking, setAsking] = useState<Asking>(null);
  const close = () => setAsking(null);
  const { proposal } = props;
  return (
    <>
      <Actions {...props} asking={asking} ask={setAsking} />
      <RejectDialog proposal={proposal} isOpen={asking === "reject"} onOpenChange={close} />
      <RollbackDialog proposal={proposal} isOpen={asking === "rollback"} onOpenChange={close} />
    </>
  );
}

interface ActionsProps extends ProposalActionsProps {
  asking: Asking;
  ask: (what: Asking) => void;
}

function Actions({ asking, ask, ...props }: ActionsProps) {
  const { proposal, isPrimary } = props;
  switch (proposal.status) {
    case "pending":
      return <Decide proposal={proposal} isPrimary={isPrimary} reject={() => ask("reject")} />;
    case "approved":
      return <RunProposal {...props} />;
    case "executed":
      return proposal.execution_id !== null && proposal.reversible_until !== null ? (
        <Undo
          until={proposal.reversible_until}
          isAsking={asking === "rollback"}
          rollBack={() => ask("rollback")}
        />
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

interface DecideProps {
  proposal: ProposalAnswer;
  isPrimary: boolean;
  reject: () => void;
}

function Decide({ proposal, isPrimary, reject }: DecideProps) {
  const mayDecide = useMay("proposals:decide");
  const isOwn = useIsOwn(proposal);
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
  const [a, r, d] = isPrimary ? ["A", "R", "D"] : [];
  const isLive = isPrimary && mayDecide;
  useDecisionShortcuts({
    a: isLive && !isOwn && !approve.isPending ? () => approve.mutate() : undefined,
    r: isLive ? reject : undefined,
    d: isLive && !defer.isPending ? () => defer.mutate() : undefined,
  });
  if (!mayDecide) {
    return <p className="text-muted text-sm">Your role may read this, not decide it.</p>;
  }
  return (
    <>
      {approve.isError && <ProblemNotice problem={toProblem(approve.error)} />}
      <div className="flex flex-wrap gap-2">
        {isOwn ? (
          <p className="w-full text-muted text-sm">
            Your own proposal; another person approves it.
          </p>
        ) : (
          <Button
            tone={isPrimary ? "primary" : "secondary"}
            shortcut={a}
            isBusy={approve.isPending}
            onClick={() => approve.mutate()}
          >
            Approve
          </Button>
        )}
        <Button shortcut={r} onClick={reject}>
          Reject
        </Button>
        <Button shortcut={d} isBusy={defer.isPending} onClick={() => defer.mutate()}>
          Defer
        </Button>
      </div>
    </>
  );
}

/** True where another person has to approve, for this one proposed it. */
function useIsOwn({ proposed_by: proposer }: ProposalAnswer): boolean {
  const { actorId, isFourEyes } = useSession();
  return isFourEyes && proposer === actorId;
}

interface UndoProps {
  until: string;
  isAsking: boolean;
  rollBack: () => void;
}

function Undo({ until, isAsking, rollBack }: UndoProps) {
  const mayUndo = useMay("executions:rollback");
  const isClosed = useNow() >= Date.parse(until);
  if (isClosed && !isAsking) {
    return null;
  }
  if (!mayUndo) {
    return <p className="text-muted text-sm">A pharmacist or supervisor can roll it back.</p>;
  }
  return (
    <div className="flex gap-2">
      <Button onClick={rollBack}>Roll back</Button>
    </div>
  );
}
