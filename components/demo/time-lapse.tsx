"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useMay } from "@/components/layout/session";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { toProblem } from "@/lib/client/api-problem";
import { callApi } from "@/lib/client/call";
import { queryKeys } from "@/lib/client/query-keys";
import { cancelJobContract } from "@/lib/contracts/job";
import {
  getTimeLapseContract,
  type TimeLapse as Run,
  startTimeLapseContract,
} from "@/lib/contracts/time-lapse";
import { countOf } from "@/lib/format/words";
import { LapseDays } from "./lapse-days";

const REFRESH_MS = 1000;
const SETTINGS = { days: 30, seed: 1, drift_day: 12, drift_days: 2 } as const;

/** Thirty days of a simulated chain, played while one looks. */
export function TimeLapse({ initial }: { initial: Run }) {
  const mayPlay = useMay("demo:manage");
  const client = useQueryClient();
  const run = useQuery({
    queryKey: queryKeys.timeLapse,
    queryFn: ({ signal }) => callApi(getTimeLapseContract, { signal }),
    initialData: initial,
    refetchInterval: ({ state }) => (isUnderWay(state.data) ? REFRESH_MS : false),
  });
  const again = () => client.invalidateQueries({ queryKey: queryKeys.timeLapse });
  const start = useMutation({
    mutationFn: () => callApi(startTimeLapseContract, { body: SETTINGS }),
    onSettled: again,
  });
  const cancel = useMutation({
    mutationFn: (id: number) => callApi(cancelJobContract, { params: { id } }),
    onSettled: again,
  });
  const { job, days } = run.data;
  const isPlaying = isUnderWay(run.data);
  const refusal = start.error ?? cancel.error;
  return (
    <Panel
      title="Thirty days in a minute"
      className="mt-4"
      aside={
        mayPlay &&
        (isPlaying && job ? (
          <Button size="sm" isBusy={cancel.isPending} onClick={() => cancel.mutate(job.id)}>
            Cancel
          </Button>
        ) : (
          <Button size="sm" tone="primary" isBusy={start.isPending} onClick={() => start.mutate()}>
            {job ? "Play again" : "Play 30 days"}
          </Button>
        ))
      }
    >
      <div className="flex flex-col gap-3 px-4 py-3">
        <p className="max-w-prose text-muted text-sm">
          A simulated chain reports to the real trust engine, in a site of its own. On day{" "}
          {SETTINGS.drift_day} a payer changes its rules: watch how the claims lose what they had
          earned, and how they earn it anew.
        </p>
        {refusal && (
          <p role="alert" className="text-breach text-sm">
            {toProblem(refusal).detail}
          </p>
        )}
        {job && (
          <p className="flex items-center gap-3 text-sm">
            <progress
              aria-label="Days played"
              value={job.progress}
              max={job.progress_total ?? 1}
              className="h-2 w-48 accent-accent"
            />
            <span className="text-muted tabular-nums">{wordsOf(run.data)}</span>
          </p>
        )}
        {days.length > 0 && <LapseDays days={days} />}
        {days.length > 0 && (
          <Link href="/ame/dashboard" prefetch={false} className="text-accent text-sm">
            What the trust page says of it
          </Link>
        )}
      </div>
    </Panel>
  );
}

function isUnderWay(run: Run | undefined): boolean {
  const status = run?.job?.status;
  return status === "waiting" || status === "running";
}

function wordsOf({ job, days }: Run): string {
  const played = countOf(days.length, "day");
  switch (job?.status) {
    case "cancelled":
      return `Cancelled after ${played}`;
    case "dead":
      return `Given up after ${played}`;
    case "succeeded":
      return "All days played";
    default:
      return `Playing, ${played} so far`;
  }
}
