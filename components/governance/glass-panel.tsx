"use client";

import Link from "next/link";
import { useState } from "react";
import { useActorName } from "@/components/layout/people-names";
import { useMay, useSession } from "@/components/layout/session";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { TimeAgo } from "@/components/ui/time";
import { TimeUntil } from "@/components/ui/time-until";
import { callApi } from "@/lib/client/call";
import { endGlassGrantContract, type GlassGrantAnswer } from "@/lib/contracts/break-glass";
import type { GateAnswer } from "@/lib/contracts/governance";
import { passingWord, useInWords } from "@/lib/format/glass-use";
import { countOf, toWords } from "@/lib/format/words";
import { ReviewDialog } from "./review-dialog";
import { useGovernanceMutation } from "./use-governance-mutation";

interface GlassPanelProps {
  gates: readonly GateAnswer[];
  grants: readonly GlassGrantAnswer[];
  /** how many nobody has judged yet; null for those who do not review */
  openReviews: number | null;
}

/** Who went past what, why, how often it was used, and what came of the review. */
export function GlassPanel({ gates, grants, openReviews }: GlassPanelProps) {
  return (
    <Panel
      title="Break-glass"
      aside={
        openReviews !== null &&
        openReviews > 0 && (
          <span className="text-waiting text-xs">{countOf(openReviews, "review")} open</span>
        )
      }
    >
      {grants.length === 0 ? (
        <p className="px-4 py-3 text-muted text-sm">
          Nobody has broken the glass. In an emergency a person may pass one unset gate or one
          masked record for some minutes; every use is recorded and judged afterwards.
        </p>
      ) : (
        <ul className="divide-y divide-line">
          {grants.map((grant) => (
            <GrantRow
              key={grant.id}
              grant={grant}
              gateLabel={gates.find(({ key }) => key === grant.subject)?.label}
            />
          ))}
        </ul>
      )}
    </Panel>
  );
}

const VERDICTS = {
  open: { tone: "waiting", word: "To review" },
  justified: { tone: "ok", word: "Justified" },
  unjustified: { tone: "breach", word: "Not justified" },
} as const;

interface GrantRowProps {
  grant: GlassGrantAnswer;
  /** what the gate is called; undefined for a record, and for a gate that is no more */
  gateLabel: string | undefined;
}

function GrantRow({ grant, gateLabel }: GrantRowProps) {
  const [isReviewing, setIsReviewing] = useState(false);
  const actorName = useActorName();
  const isOwn = useSession().actorId === grant.actor;
  const mayReview = useMay("glass:review");
  const end = useGovernanceMutation({
    run: () => callApi(endGlassGrantContract, { params: { id: grant.id } }),
    done: "Ended; it waits for its review",
  });
  const verdict = grant.active
    ? ({ tone: "risk", word: "Running" } as const)
    : VERDICTS[grant.review_status];
  return (
    <li className="flex flex-col gap-2 px-4 py-3">
      <div className="flex flex-col gap-0.5">
        <div className="flex items-start justify-between gap-3">
          <h3 className="min-w-0 text-sm">
            {actorName(grant.actor)} {passingWord(grant)}{" "}
            {grant.kind === "gate" ? (
              `the gate “${gateLabel ?? grant.subject}”`
            ) : (
              <>
                the record of{" "}
                <Link
                  href={`/cases/${grant.subject}`}
                  prefetch={false}
                  className="text-accent underline-offset-2 hover:underline"
                >
                  case {grant.subject}
                </Link>
              </>
            )}
          </h3>
          <Badge tone={verdict.tone}>{verdict.word}</Badge>
        </div>
        {grant.kind === "gate" && gateLabel && (
          <p className="break-all font-mono text-2xs text-subtle">{grant.subject}</p>
        )}
        <p className="text-muted text-xs">
          <TimeAgo at={grant.started_at} />, {useInWords(grant)}
          {grant.active && (
            <>
              , ends <TimeUntil at={grant.expires_at} />
            </>
          )}
        </p>
        <p className="border-line-strong border-l-2 pl-2 text-xs">
          {toWords(grant.reason_code)}: {grant.reason}
        </p>
        {grant.reviewed_by && (
          <p className="text-muted text-xs">
            Judged by {actorName(grant.reviewed_by)}: {grant.review_note}
          </p>
        )}
      </div>
      <div className="flex gap-2 empty:hidden">
        {grant.active && (isOwn || mayReview) && (
          <Button size="sm" isBusy={end.isPending} onClick={() => end.mutate(undefined)}>
            End
          </Button>
        )}
        {!grant.active && grant.review_status === "open" && mayReview && !isOwn && (
          <Button size="sm" onClick={() => setIsReviewing(true)}>
            Review
          </Button>
        )}
      </div>
      <ReviewDialog grant={grant} isOpen={isReviewing} onOpenChange={() => setIsReviewing(false)} />
    </li>
  );
}
