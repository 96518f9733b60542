"use client";

import { Circle, CircleCheck, CircleDot, CircleX } from "lucide-react";
import { ProblemNotice } from "@/components/layout/problem-notice";
import { useMay } from "@/components/layout/session";
import { Panel } from "@/components/ui/panel";
import { Select } from "@/components/ui/select";
import { toProblem } from "@/lib/client/api-problem";
import { callApi } from "@/lib/client/call";
import {
  setTaskStateContract,
  TASK_STATES,
  type TaskAnswer,
  type TaskState,
} from "@/lib/contracts/workflow";
import { toWords } from "@/lib/format/words";
import { useCaseMutation } from "./use-case-mutation";

const LOOKS = {
  pending: { icon: Circle, tone: "text-subtle" },
  in_progress: { icon: CircleDot, tone: "text-waiting" },
  completed: { icon: CircleCheck, tone: "text-ok" },
  failed: { icon: CircleX, tone: "text-breach" },
} as const;

interface TaskListProps {
  caseId: number;
  tasks: readonly TaskAnswer[];
}

export function TaskList({ caseId, tasks }: TaskListProps) {
  const done = tasks.filter((task) => task.state === "completed").length;
  return (
    <Panel
      title="Tasks"
      aside={
        tasks.length > 0 && (
          <span className="text-muted text-xs">
            {done} of {tasks.length} done
          </span>
        )
      }
    >
      {tasks.length === 0 ? (
        <p className="px-4 py-3 text-muted text-sm">
          No tasks. A task is a step for a person; actions add them when they need one.
        </p>
      ) : (
        <ul className="divide-y divide-line">
          {tasks.map((task) => (
            <TaskRow key={task.id} caseId={caseId} task={task} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function TaskRow({ caseId, task }: { caseId: number; task: TaskAnswer }) {
  const mayWrite = useMay("cases:write");
  const change = useCaseMutation({
    caseId,
    run: (state: TaskState) =>
      callApi(setTaskStateContract, { params: { id: caseId, tid: task.id }, body: state }),
    done: `Task “${task.name}” changed`,
  });
  const shown = change.isPending ? change.variables : task.state;
  const { icon: Icon, tone } = LOOKS[shown];
  return (
    <li className="px-4 py-1.5">
      <div className="flex min-h-7 items-center gap-3">
        <Icon aria-hidden className={`size-4 shrink-0 ${tone}`} />
        <div className="min-w-0 flex-1 text-sm">
          {task.name}
          {task.assigned_to && <span className="ml-2 text-subtle text-xs">{task.assigned_to}</span>}
        </div>
        <Select
          aria-label={`State of ${task.name}`}
          value={shown}
          disabled={!mayWrite}
          onChange={(event) => {
            const state = TASK_STATES.find((known) => known === event.target.value);
            if (state && !change.isPending) {
              change.mutate(state);
            }
          }}
        >
          {TASK_STATES.map((state) => (
            <option key={state} value={state}>
              {toWords(state)}
            </option>
          ))}
        </Select>
      </div>
      {change.isError && (
        <div className="mt-1 mb-1">
          <ProblemNotice problem={toProblem(change.error)} />
        </div>
      )}
    </li>
  );
}
