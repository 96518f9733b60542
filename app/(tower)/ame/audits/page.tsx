import { ClipboardCheck } from "lucide-react";
import type { Metadata } from "next";
import { AuditTaskTable } from "@/components/ame/audit-task-table";
import { BegunAnew } from "@/components/layout/begun-anew";
import { NotAllowed } from "@/components/layout/not-allowed";
import { Pager } from "@/components/layout/pager";
import { PeopleNames } from "@/components/layout/people-names";
import { EmptyState } from "@/components/ui/empty-state";
import { pageContext } from "@/lib/auth/page-context";
import { readPeopleNames } from "@/lib/auth/people/read-people-names";
import { readUnlessRefused } from "@/lib/auth/refused-page";
import { listAuditTasks } from "@/lib/automation/audits/list-audit-tasks";
import { readFromCursor } from "@/lib/kernel/read-from-cursor";

export const metadata: Metadata = { title: "To check" };

const TASKS_PER_PAGE = 50;

interface PageProps {
  searchParams: Promise<{ cursor?: string | string[] }>;
}

export default async function Page({ searchParams }: PageProps) {
  const ctx = await pageContext();
  const { cursor } = await searchParams;
  const answer = await readUnlessRefused(ctx, "/ame/audits", () =>
    readFromCursor(cursor, (from) => listAuditTasks(ctx, { limit: TASKS_PER_PAGE, cursor: from })),
  );
  if (answer.kind === "refused") {
    return <NotAllowed what="check what automation did" detail={answer.detail} />;
  }
  const { page, isBegunAnew } = answer.value;
  const isFirst = cursor === undefined || isBegunAnew;
  const doers = page.items.map((task) => task.done_by);
  return (
    <PeopleNames names={await readPeopleNames(ctx, doers)}>
      <div className="flex-1 p-4 max-md:pb-20 max-sm:px-3">
        <h1 className="mb-1 font-semibold text-xl">To check</h1>
        <p className="mb-4 max-w-prose text-muted text-sm">
          Automation did this by itself, and it was drawn for a check. What nobody checks in time
          counts as a bad outcome.
        </p>
        {isBegunAnew && <BegunAnew />}
        {page.items.length === 0 ? (
          <EmptyState icon={ClipboardCheck} title="Nothing to check">
            From guarded auto on, actions that automation takes by itself appear here: every one at
            first, a random share later.
          </EmptyState>
        ) : (
          <AuditTaskTable tasks={page.items} />
        )}
        <Pager
          label="Pages of actions to check"
          newer={isFirst ? null : { href: "/ame/audits", word: "Most urgent" }}
          older={
            page.nextCursor && `/ame/audits?${new URLSearchParams({ cursor: page.nextCursor })}`
          }
        />
      </div>
    </PeopleNames>
  );
}
