"use client";

import { CirclePause, CirclePlay } from "lucide-react";
import { useState } from "react";
import { useActorName } from "@/components/layout/people-names";
import { useMay } from "@/components/layout/session";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { TimeAgo } from "@/components/ui/time";
import type { KillSwitchAnswer } from "@/lib/contracts/kill-switch";
import { toWords } from "@/lib/format/words";
import { DrillDialog } from "./drill-dialog";
import { ResumeDialog } from "./resume-dialog";
import type { StopTargets } from "./scope-fields";
import { scopeInWords } from "./scope-in-words";
import { StopDialog } from "./stop-dialog";

interface KillSwitchPanelProps {
  switches: readonly KillSwitchAnswer[];
  targets: StopTargets;
  isFourEyes: boolean;
}

/** Stops automation, and lets it run again. */
export function KillSwitchPanel({ switches, targets, isFourEyes }: KillSwitchPanelProps) {
  const [asking, setAsking] = useState<"stop" | "drill" | null>(null);
  const mayStop = useMay("automation:stop");
  const close = () => setAsking(null);
  const on = switches.filter(({ engaged }) => engaged);
  const off = switches.filter(({ engaged }) => !engaged);
  return (
    <Panel
      title="Kill switch"
      aside={
        <Badge
          icon={on.length > 0 ? CirclePause : CirclePlay}
          tone={on.length > 0 ? "breach" : "ok"}
        >
          {on.length > 0 ? "Stopped" : "Automation may run"}
        </Badge>
      }
    >
      {switches.length === 0 && (
        <p className="px-4 py-3 text-muted text-sm">
          Nothing was ever stopped. While a scope is stopped nothing is executed there, whoever
          asks; people go on by hand, and what ran can still be undone.
        </p>
      )}
      {switches.length > 0 && (
        <ul className="divide-y divide-line">
          {[...on, ...off].map((one) => (
            <SwitchRow
              key={`${one.scope.kind}:${one.scope.key}`}
              one={one}
              isFourEyes={isFourEyes}
            />
          ))}
        </ul>
      )}
      {mayStop && (
        <div className="flex flex-wrap gap-2 border-line border-t px-4 py-3">
          {/* While something is stopped, going on is the main thing to do. */}
          <Button tone={on.length > 0 ? "secondary" : "danger"} onClick={() => setAsking("stop")}>
            {on.length > 0 ? "Stop more" : "Stop automation"}
          </Button>
          <Button onClick={() => setAsking("drill")}>Drill</Button>
        </div>
      )}
      <StopDialog isOpen={asking === "stop"} onOpenChange={close} targets={targets} />
      <DrillDialog isOpen={asking === "drill"} onOpenChange={close} targets={targets} />
    </Panel>
  );
}

function SwitchRow({ one, isFourEyes }: { one: KillSwitchAnswer; isFourEyes: boolean }) {
  const [isAsking, setIsAsking] = useState(false);
  const actorName = useActorName();
  const mayResume = useMay("automation:resume");
  return (
    <li className="flex flex-wrap items-start gap-3 px-4 py-3">
      <div className="flex min-w-0 flex-1 flex-col gap-0.5">
        <h3 className="text-sm first-letter:uppercase">
          {scopeInWords(one.scope)}{" "}
          <span className={one.engaged ? "font-medium text-breach" : "text-muted"}>
            {one.engaged ? "is stopped" : "runs"}
          </span>
        </h3>
        <p className="text-muted text-xs">
          {one.engaged || !one.released_at || !one.released_by ? (
            <>
              Stopped by {actorName(one.engaged_by)}, <TimeAgo at={one.engaged_at} />
            </>
          ) : (
            <>
              Resumed by {actorName(one.released_by)}, <TimeAgo at={one.released_at} />
            </>
          )}
        </p>
        {one.engaged && (
          <p className="border-line-strong border-l-2 pl-2 text-xs">
            {toWords(one.reason_code)}: {one.reason}
          </p>
        )}
        {one.pending_release && (
          <p className="text-waiting text-xs">
            {actorName(one.pending_release.requested_by)} asks to let it run again; another person
            approves.
          </p>
        )}
      </div>
      {one.engaged && mayResume && !one.pending_release && (
        <Button size="sm" tone="primary" onClick={() => setIsAsking(true)}>
          {isFourEyes ? "Ask to resume" : "Resume"}
        </Button>
      )}
      <ResumeDialog
        one={one}
        isFourEyes={isFourEyes}
        isOpen={isAsking}
        onOpenChange={() => setIsAsking(false)}
      />
    </li>
  );
}
