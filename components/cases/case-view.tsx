"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { GateList } from "@/components/governance/gate-list";
import { PolicyCaps } from "@/components/governance/policy-caps";
import { StagePanel } from "@/components/governance/stage-panel";
import { ErrorScreen } from "@/components/layout/error-screen";
import { StaleNotice } from "@/components/layout/stale-notice";
import { ProposalList } from "@/components/proposals/proposal-list";
import { Suggestions } from "@/components/proposals/suggestions";
import { useShortcuts } from "@/components/ui/use-shortcuts";
import { toProblem } from "@/lib/client/api-problem";
import { callApi } from "@/lib/client/call";
import { queryKeys } from "@/lib/client/query-keys";
import { type CaseDetail, caseDetailContract } from "@/lib/contracts/dashboard";
import type { ProposalAnswer } from "@/lib/contracts/proposal";
import { CaseFactsPanel } from "./case-facts-panel";
import { CaseHeader } from "./case-header";
import { TaskList } from "./task-list";
import { Timeline } from "./timeline";

const REFRESH_MS = 5000;

interface CaseViewProps {
  initialDetail: CaseDetail;
  /** when the server read it, ms */
  readAtMs: number;
  queueLabels: Readonly<Record<string, string>>;
  /** the board with the filters it had */
  boardHref: string;
}

export function CaseView({ initialDetail, readAtMs, queueLabels, boardHref }: CaseViewProps) {
  const router = useRouter();
  const caseId = initialDetail.case.id;
  const { data, isError, isFetching, error, refetch } = useQuery({
    queryKey: queryKeys.case(caseId),
    queryFn: ({ signal }) => callApi(caseDetailContract, { params: { case_id: caseId }, signal }),
    initialData: initialDetail,
    initialDataUpdatedAt: readAtMs,
    refetchInterval: REFRESH_MS,
  });
  useShortcuts({ b: () => router.push(boardHref) });

  if (isError && toProblem(error).code === "not_found") {
    return <ErrorScreen what="The case" error={error} retry={() => void refetch()} />;
  }
  return (
    <div className="flex-1 max-md:pb-16">
      <CaseHeader detail={data} queueLabels={queueLabels} boardHref={boardHref} />
      {isError && (
        <div className="px-4 pt-4">
          <StaleNotice error={error} isRetrying={isFetching} retry={() => void refetch()} />
        </div>
      )}
      <div className="mx-auto grid max-w-[100rem] grid-cols-[minmax(0,1fr)] gap-4 p-4 max-sm:px-3 lg:grid-cols-[minmax(0,1fr)_minmax(24rem,28rem)] lg:grid-rows-[auto_1fr] lg:[grid-template-areas:'facts_decisions'_'story_decisions']">
        <CaseFactsPanel detail={data} />
        <Decisions detail={data} queueLabels={queueLabels} />
        <div className="flex min-w-0 flex-col gap-4 lg:[grid-area:story]">
          <TaskList caseId={caseId} tasks={data.case.raw.tasks} />
          <Timeline entries={data.timeline} />
        </div>
      </div>
    </div>
  );
}

interface DecisionsProps {
  detail: CaseDetail;
  queueLabels: Readonly<Record<string, string>>;
}

function Decisions({ detail, queueLabels }: DecisionsProps) {
  const caseId = detail.case.id;
  const primaryId = primaryProposalId(detail);
  // Keyed, so that the two change places without losing what is being written in their dialogs.
  const suggestions = (
    <Suggestions
      key="suggestions"
      caseId={caseId}
      suggestions={detail.suggested_actions}
      openProposals={detail.proposals.filter(isOpen)}
      queueLabels={queueLabels}
      isPrimary={primaryId === null}
    />
  );
  const proposals = (
    <ProposalList key="proposals" detail={detail} queueLabels={queueLabels} primaryId={primaryId} />
  );
  return (
    <section
      aria-label="Decisions"
      className="flex min-w-0 flex-col gap-4 lg:[grid-area:decisions]"
    >
      {primaryId === null ? suggestions : proposals}
      {primaryId === null ? proposals : suggestions}
      <StagePanel ame={detail.ame} />
      <GateList caseId={caseId} gates={detail.gates} />
      <PolicyCaps caps={detail.policy_caps} />
    </section>
  );
}

function isOpen({ status }: ProposalAnswer): boolean {
  return status === "pending" || status === "approved";
}

/** The one to press next: the newest proposal to decide, else the newest to run. */
function primaryProposalId({ proposals }: CaseDetail): string | null {
  const first =
    proposals.find(({ status }) => status === "pending") ??
    proposals.find(({ status }) => status === "approved");
  return first?.id ?? null;
}
