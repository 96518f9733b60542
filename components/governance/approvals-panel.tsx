"use client";

import Link from "next/link";
import { useState } from "react";
import { useActorName } from "@/components/layout/people-names";
import { useMay, useSession } from "@/components/layout/session";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { ReasonDialog } from "@/components/ui/reason-dialog";
import { TimeAgo } from "@/components/ui/time";
import { TimeUntil } from "@/components/ui/time-until";
import { callApi } from "@/lib/client/call";
import {
  type ApprovalAnswer,
  type DecideApproval,
  decideApprovalContract,
} from "@/lib/contracts/approval";
import { toWords } from "@/lib/format/words";
import { useGovernanceMutation } from "./use-governance-mutation";

type Decision = DecideApproval["decision"];

const WORDS: Readonly<Record<Decision, { verb: string; title: string }>> = {
  approve: { verb: "Approve", title: "Approve the request" },
  refuse: { verb: "Refuse", title: "Refuse the request" },
  withdraw: { verb: "Withdraw", title: "Withdraw the request" },
};

/** What one person asked for and another one has to approve. */
export function ApprovalsPanel({ approvals }: { approvals: readonly ApprovalAnswer[] }) {
  const mayDecide = useMay("gates:write");
  return (
    <Panel
      title="Waiting for a second person"
      aside={
        approvals.length > 0 && (
          <span className="text-waiting text-xs">
            {approvals.length} {mayDecide ? "to decide" : "waiting"}
          </span>
        )
      }
    >
      {approvals.length === 0 ? (
        <p className="px-4 py-3 text-muted text-sm">
          Nothing waits. With four eyes, opening a gate, letting automation run again and letting it
          act with less supervision appear here until somebody else approves.
        </p>
      ) : (
        <ul className="divide-y divide-line">
          {approvals.map((approval) => (
            <ApprovalRow key={approval.id} approval={approval} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function ApprovalRow({ approval }: { approval: ApprovalAnswer }) {
  const [asking, setAsking] = useState<Decision | null>(null);
  const actorName = useActorName();
  const isOwn = useSession().actorId === approval.requested_by;
  const mayDecide = useMay("gates:write");
  const decisions: readonly Decision[] = isOwn ? ["withdraw"] : ["approve", "refuse"];
  const decide = useGovernanceMutation({
    run: ({ decision, reason }: DecideApproval) =>
      callApi(decideApprovalContract, { params: { id: approval.id }, body: { decision, reason } }),
    done: ({ status }) => `The request is ${status}`,
    after: () => setAsking(null),
  });
  return (
    <li className="flex flex-col gap-2 px-4 py-3">
      <div className="flex flex-col gap-0.5">
        <h3 className="font-medium text-sm">
          {approval.kind === "trust.promote" ? (
            <Link href={`/ame/scopes/${approval.subject.id}`} className="hover:underline">
              {approval.summary}
            </Link>
          ) : (
            approval.summary
          )}
        </h3>
        <p className="text-muted text-xs">
          {actorName(approval.requested_by, approval.requested_by_name)},{" "}
          <TimeAgo at={approval.requested_at} />; lapses <TimeUntil at={approval.expires_at} />
        </p>
        {approval.reason && (
          <p className="border-line-strong border-l-2 pl-2 text-xs">
            {approval.reason_code && `${toWords(approval.reason_code)}: `}
            {approval.reason}
          </p>
        )}
        {isOwn && (
          <p className="text-muted text-xs">Your own request; another person approves it.</p>
        )}
      </div>
      {mayDecide && (
        <div className="flex gap-2">
          {decisions.map((decision) => (
            <Button key={decision} size="sm" onClick={() => setAsking(decision)}>
              {WORDS[decision].verb}
            </Button>
          ))}
        </div>
      )}
      {asking && (
        <ReasonDialog
          isOpen
          onOpenChange={() => setAsking(null)}
          title={WORDS[asking].title}
          description={`${approval.summary}.`}
          confirmLabel={`Confirm: ${WORDS[asking].verb.toLowerCase()}`}
          isBusy={decide.isPending}
          refusal={decide.error?.message}
          onConfirm={(reason) => decide.mutate({ decision: asking, reason })}
        />
      )}
    </li>
  );
}
