"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { useGovernanceMutation } from "@/components/governance/use-governance-mutation";
import { useActorName } from "@/components/layout/people-names";
import { Button } from "@/components/ui/button";
import { ReasonDialog } from "@/components/ui/reason-dialog";
import { TimeAgo } from "@/components/ui/time";
import { TimeUntil } from "@/components/ui/time-until";
import { callApi } from "@/lib/client/call";
import { type AuditTask, type SettleAudit, settleAuditContract } from "@/lib/contracts/ame-trust";
import { toWords } from "@/lib/format/words";
import { TableFrame } from "./table-frame";

const HEADINGS = ["What", "Was it right?", "Check it", "Case", "Ran", "Drawn at"];

/** What automation did by itself and somebody has to check. */
export function AuditTaskTable({ tasks }: { tasks: readonly AuditTask[] }) {
  return (
    <TableFrame caption="Actions to check, the most urgent first" headings={HEADINGS}>
      {tasks.map((task) => (
        <AuditRow key={task.execution_id} task={task} />
      ))}
    </TableFrame>
  );
}

function AuditRow({ task }: { task: AuditTask }) {
  const actorName = useActorName();
  return (
    <tr className="h-11 hover:bg-hover">
      <th scope="row" className="max-w-44 px-3 sm:max-w-80 py-1.5 text-left font-normal">
        <span className="block truncate font-medium" title={task.label ?? undefined}>
          {task.label ?? toWords(task.action_type)}
        </span>
        <span className="block truncate text-subtle text-xs">
          {toWords(task.queue)} · {task.site_id} · {actorName(task.done_by)}
        </span>
      </th>
      <td className="px-3">
        <Verdict task={task} />
      </td>
      <td className="whitespace-nowrap px-3">
        <TimeUntil at={task.due_at} />
      </td>
      <td className="max-w-56 truncate px-3">
        {task.case_id === null ? (
          <span className="text-muted" title={task.proposal_id ?? undefined}>
            elsewhere{task.proposal_id && `, ${task.proposal_id}`}
          </span>
        ) : (
          <Link href={`/cases/${task.case_id}`} prefetch={false} className="text-accent">
            {task.case_name ?? `#${task.case_id}`}
          </Link>
        )}
      </td>
      <td className="whitespace-nowrap px-3 text-muted">
        <TimeAgo at={task.executed_at} />
      </td>
      <td className="whitespace-nowrap px-3 text-muted tabular-nums">
        {Math.round(task.audit_probability * 100)} %
      </td>
    </tr>
  );
}

function Verdict({ task }: { task: AuditTask }) {
  const router = useRouter();
  const [isAsking, setIsAsking] = useState(false);
  const buttons = useRef<HTMLDivElement>(null);
  const settle = useGovernanceMutation({
    run: (body: SettleAudit) =>
      callApi(settleAuditContract, { params: { execution_id: task.execution_id }, body }),
    done: "Checked; it counts as evidence",
    after: () => {
      setIsAsking(false);
      focusNextRow(buttons.current);
      router.refresh();
    },
  });
  const what = task.label ?? toWords(task.action_type);
  return (
    <div ref={buttons} className="flex items-center gap-2">
      <Button
        size="sm"
        isBusy={settle.isPending && !isAsking}
        aria-label={`It was right: ${what}, execution ${task.execution_id}`}
        onClick={() => settle.mutate({ result: "good", reason: "" })}
      >
        Right
      </Button>
      <Button
        size="sm"
        aria-label={`It was wrong: ${what}, execution ${task.execution_id}`}
        onClick={() => setIsAsking(true)}
      >
        Wrong
      </Button>
      {settle.error && !isAsking && (
        <span role="alert" className="text-breach text-xs">
          {settle.error.message}
        </span>
      )}
      {isAsking && (
        <ReasonDialog
          isOpen
          onOpenChange={() => setIsAsking(false)}
          title="It was wrong"
          description={`${what}. It counts as harm, and puts the next actions under full check.${task.case_id === null ? "" : " Undo it on the case page while that is possible."}`}
          confirmLabel="Record as wrong"
          isBusy={settle.isPending}
          refusal={settle.error?.message}
          onConfirm={(reason) => settle.mutate({ result: "bad", reason })}
        />
      )}
    </div>
  );
}

/** The row itself goes; whoever works by keyboard goes on with the next one. */
function focusNextRow(within: HTMLElement | null): void {
  const row = within?.closest("tr");
  const next = row?.nextElementSibling ?? row?.previousElementSibling;
  next?.querySelector("button")?.focus();
}
