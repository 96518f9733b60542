"use client";

import { useQuery } from "@tanstack/react-query";
import { useStrangers } from "@/components/layout/people-names";
import { StaleNotice } from "@/components/layout/stale-notice";
import { callApi } from "@/lib/client/call";
import { queryKeys } from "@/lib/client/query-keys";
import { type ApprovalAnswer, listApprovalsContract } from "@/lib/contracts/approval";
import { type GlassGrantAnswer, listGlassGrantsContract } from "@/lib/contracts/break-glass";
import { listGovernanceGatesContract } from "@/lib/contracts/gates";
import type { GateAnswer, PolicyCapAnswer } from "@/lib/contracts/governance";
import { type KillSwitchesAnswer, listKillSwitchesContract } from "@/lib/contracts/kill-switch";
import { ApprovalsPanel } from "./approvals-panel";
import { GatesPanel } from "./gates-panel";
import { GlassPanel } from "./glass-panel";
import { KillSwitchPanel } from "./kill-switch-panel";
import { PolicyCaps } from "./policy-caps";
import type { StopTargets } from "./scope-fields";

const REFRESH_MS = 5000;
const SHOWN = 50;

interface GovernanceViewProps {
  initial: {
    gates: GateAnswer[];
    approvals: ApprovalAnswer[];
    switches: KillSwitchesAnswer;
    /** null for those who may not break the glass */
    grants: GlassGrantAnswer[] | null;
  };
  openReviews: number | null;
  caps: readonly PolicyCapAnswer[];
  targets: StopTargets;
  isFourEyes: boolean;
}

/** What people have allowed, asked for and stopped; fresh every five seconds. */
export function GovernanceView(props: GovernanceViewProps) {
  const { initial, openReviews, caps, targets, isFourEyes } = props;
  const gates = useQuery({
    queryKey: queryKeys.gates,
    queryFn: ({ signal }) => callApi(listGovernanceGatesContract, { signal }),
    initialData: initial.gates,
    refetchInterval: REFRESH_MS,
  });
  const approvals = useQuery({
    queryKey: queryKeys.approvals,
    queryFn: ({ signal }) =>
      callApi(listApprovalsContract, { query: { status: "pending", limit: SHOWN }, signal }),
    initialData: initial.approvals,
    refetchInterval: REFRESH_MS,
  });
  const switches = useQuery({
    queryKey: queryKeys.killSwitches,
    queryFn: ({ signal }) => callApi(listKillSwitchesContract, { signal }),
    initialData: initial.switches,
    refetchInterval: REFRESH_MS,
  });
  const grants = useQuery({
    queryKey: queryKeys.glassGrants,
    queryFn: ({ signal }) => callApi(listGlassGrantsContract, { query: { limit: SHOWN }, signal }),
    initialData: initial.grants ?? [],
    refetchInterval: REFRESH_MS,
    enabled: initial.grants !== null,
  });
  useStrangers([
    ...gates.data.flatMap((gate) => [gate.current_actor, gate.approved_by]),
    ...approvals.data.map((approval) => approval.requested_by),
    ...switches.data.switches.flatMap((one) => [one.engaged_by, one.released_by]),
    ...grants.data.flatMap((grant) => [grant.actor, grant.reviewed_by]),
  ]);
  const failing = [gates, approvals, switches, grants].find(({ isError }) => isError);
  return (
    <>
      {failing?.error && (
        <div className="mb-4">
          <StaleNotice
            error={failing.error}
            isRetrying={failing.isFetching}
            retry={() => void failing.refetch()}
          />
        </div>
      )}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(22rem,28rem)]">
        <div className="flex min-w-0 flex-col gap-4 max-lg:order-2">
          <GatesPanel gates={gates.data} isFourEyes={isFourEyes} />
          <PolicyCaps caps={caps} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <KillSwitchPanel
            switches={switches.data.switches}
            targets={targets}
            isFourEyes={isFourEyes}
          />
          <ApprovalsPanel approvals={approvals.data} />
          {initial.grants !== null && (
            <GlassPanel
              gates={gates.data}
              grants={grants.data}
              openReviews={openReviewsOf(grants.data, openReviews)}
            />
          )}
        </div>
      </div>
    </>
  );
}

/** The server's count where there are more than are shown. */
function openReviewsOf(shown: readonly GlassGrantAnswer[], counted: number | null): number | null {
  const here = shown.filter(({ review_status }) => review_status === "open").length;
  if (counted === null) {
    return null;
  }
  return shown.length < SHOWN ? here : Math.max(here, counted);
}
