import type { Metadata } from "next";
import { GovernanceView } from "@/components/governance/governance-view";
import { PeopleNames } from "@/components/layout/people-names";
import { pageContext } from "@/lib/auth/page-context";
import { readPeopleNames } from "@/lib/auth/people/read-people-names";
import { ACTION_TYPES } from "@/lib/automation/action-registry";
import { listApprovals } from "@/lib/governance/approvals/list-approvals";
import { countReviews, listGrants } from "@/lib/governance/break-glass/list-grants";
import { listKillSwitches } from "@/lib/governance/kill-switch/list-kill-switches";
import { listNamedGates } from "@/lib/governance/list-gates";
import { hasPermission } from "@/lib/kernel/permissions";
import { DEFAULT_PACK } from "@/lib/packs/find-pack";
import { getSettings } from "@/lib/platform/settings";
import { listSites } from "@/lib/workflows/list-sites";

export const metadata: Metadata = { title: "Governance" };

const SHOWN = 50;

export default async function Page() {
  const ctx = await pageContext();
  const [gates, approvals, switches, grants, openReviews, sites] = await Promise.all([
    listNamedGates(ctx),
    listApprovals(ctx, { limit: SHOWN, status: "pending" }),
    listKillSwitches(ctx),
    hasPermission(ctx, "glass:break") ? listGrants(ctx, { limit: SHOWN }) : null,
    hasPermission(ctx, "glass:review") ? countReviews(ctx) : null,
    hasPermission(ctx, "automation:stop") ? listSites(ctx, SHOWN) : [],
  ]);
  const actors = [
    ...gates.flatMap((gate) => [gate.current_actor, gate.approved_by]),
    ...approvals.items.map((approval) => approval.requested_by),
    ...switches.switches.flatMap((one) => [one.engaged_by, one.released_by]),
    ...(grants?.items ?? []).flatMap((grant) => [grant.actor, grant.reviewed_by]),
  ];
  return (
    <PeopleNames names={await readPeopleNames(ctx, actors)}>
      <div className="flex-1 p-4 max-md:pb-20 max-sm:px-3">
        <h1 className="mb-4 font-semibold text-xl">Governance</h1>
        <GovernanceView
          initial={{ gates, approvals: approvals.items, switches, grants: grants?.items ?? null }}
          openReviews={openReviews}
          caps={DEFAULT_PACK.policyCaps.map(({ id, rule, source }) => ({ id, rule, source }))}
          targets={{
            sites,
            queues: DEFAULT_PACK.queues.map(({ key, label }) => ({ key, label })),
            actions: ACTION_TYPES,
          }}
          isFourEyes={getSettings().fourEyes}
        />
      </div>
    </PeopleNames>
  );
}
