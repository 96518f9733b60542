"use client";

import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { TimeAgo } from "@/components/ui/time";
import { callApi } from "@/lib/client/call";
import { endOtherSessionsContract, type OwnSession } from "@/lib/contracts/access-session";
import { browserName } from "@/lib/format/browser-name";
import { countOf } from "@/lib/format/words";
import { Refusal } from "./refusal";
import { useOwnMutation } from "./use-own-mutation";

export function OwnSessions({ sessions }: { sessions: readonly OwnSession[] }) {
  const end = useOwnMutation(() => callApi(endOtherSessionsContract), "Signed out everywhere else");
  const others = sessions.length - 1;
  return (
    <>
      <ul className="divide-y divide-line">
        {sessions.map(({ id, isThis, startedAt, lastActiveAt, ip, userAgent }) => (
          <li key={id} className="flex flex-wrap items-baseline gap-x-3 gap-y-1 px-4 py-2 text-sm">
            <span className="font-medium">{browserName(userAgent)}</span>
            {isThis && <Badge tone="accent">this one</Badge>}
            <span className="text-muted text-xs">
              {ip !== null && <span className="mr-2 font-mono">{ip}</span>}
              signed in <TimeAgo at={startedAt} />, last active <TimeAgo at={lastActiveAt} />
            </span>
          </li>
        ))}
      </ul>
      {others > 0 && (
        <div className="flex flex-col gap-3 border-line border-t p-4">
          <Refusal error={end.error} />
          <div>
            <Button onClick={() => end.mutate(undefined)} isBusy={end.isPending}>
              Sign out of {countOf(others, "other session")}
            </Button>
          </div>
        </div>
      )}
    </>
  );
}
