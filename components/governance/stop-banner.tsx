"use client";

import { useQuery } from "@tanstack/react-query";
import { OctagonPause } from "lucide-react";
import Link from "next/link";
import { useActorName, useStrangers } from "@/components/layout/people-names";
import { TimeAgo } from "@/components/ui/time";
import { callApi } from "@/lib/client/call";
import { queryKeys } from "@/lib/client/query-keys";
import { type KillSwitchesAnswer, listKillSwitchesContract } from "@/lib/contracts/kill-switch";
import { countOf } from "@/lib/format/words";
import { scopeInWords } from "./scope-in-words";

const REFRESH_MS = 5000;

/** On every page while anything is stopped. */
export function StopBanner({ initial }: { initial: KillSwitchesAnswer }) {
  const actorName = useActorName();
  const { data } = useQuery({
    queryKey: queryKeys.killSwitches,
    queryFn: ({ signal }) => callApi(listKillSwitchesContract, { signal }),
    initialData: initial,
    refetchInterval: REFRESH_MS,
  });
  const [first, ...rest] = data.switches.filter(({ engaged }) => engaged);
  useStrangers([first?.engaged_by]);
  return (
    <div role="status">
      {first && (
        <p className="flex items-start gap-2 border-breach-line border-b bg-breach-soft px-4 py-2 text-breach text-sm">
          <OctagonPause aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span className="min-w-0 flex-1">
            <span className="font-semibold">
              Automation is stopped for {scopeInWords(first.scope)}
            </span>
            {rest.length > 0 && ` and ${countOf(rest.length, "other scope")}`}: {first.reason} (
            {actorName(first.engaged_by)}, <TimeAgo at={first.engaged_at} />)
          </span>
          <Link
            href="/governance"
            prefetch={false}
            className="shrink-0 font-medium underline underline-offset-2"
          >
            Governance
          </Link>
        </p>
      )}
    </div>
  );
}
