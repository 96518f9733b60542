import { ClipboardCheck, ShieldCheck } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { EvidenceTable } from "@/components/ame/evidence-table";
import { ScopeTable } from "@/components/ame/scope-table";
import { BegunAnew } from "@/components/layout/begun-anew";
import { Pager } from "@/components/layout/pager";
import { buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { listRecentEvents } from "@/lib/ame/list-recent-events";
import { listScopes } from "@/lib/ame/list-scopes";
import { pageContext } from "@/lib/auth/page-context";
import { hasPermission } from "@/lib/kernel/permissions";
import { readFromCursor } from "@/lib/kernel/read-from-cursor";

export const metadata: Metadata = { title: "Trust" };

const SCOPES_PER_PAGE = 50;
const EVENTS_SHOWN = 20;

interface PageProps {
  searchParams: Promise<{ cursor?: string | string[] }>;
}

export default async function Page({ searchParams }: PageProps) {
  const { cursor } = await searchParams;
  const ctx = await pageContext();
  const [{ page: scopes, isBegunAnew }, events] = await Promise.all([
    readFromCursor(cursor, (from) => listScopes(ctx, { limit: SCOPES_PER_PAGE, cursor: from })),
    listRecentEvents(ctx, { limit: EVENTS_SHOWN }),
  ]);
  const isFirst = cursor === undefined || isBegunAnew;
  return (
    <div className="flex-1 p-4 max-md:pb-20 max-sm:px-3">
      <div className="mb-4 flex items-center justify-between gap-3">
        <h1 className="font-semibold text-xl">Trust</h1>
        {hasPermission(ctx, "trust:audit") && (
          <Link href="/ame/audits" prefetch={false} className={buttonClass()}>
            <ClipboardCheck aria-hidden className="size-3.5" />
            To check
          </Link>
        )}
      </div>
      {isBegunAnew && <BegunAnew />}
      {scopes.items.length === 0 ? (
        <EmptyState icon={ShieldCheck} title="No scopes">
          A scope appears with the first proposal of an action in a queue. People decide, outcomes
          are observed, and that is how it earns trust.
        </EmptyState>
      ) : (
        <ScopeTable scopes={scopes.items} />
      )}
      <Pager
        label="Pages of scopes"
        newer={isFirst ? null : { href: "/ame/dashboard", word: "Newest" }}
        older={
          scopes.nextCursor &&
          `/ame/dashboard?${new URLSearchParams({ cursor: scopes.nextCursor })}`
        }
      />
      {events.items.length > 0 && (
        <section aria-labelledby="evidence" className="mt-8">
          <h2 id="evidence" className="mb-3 font-semibold text-base">
            Recent evidence
          </h2>
          <EvidenceTable events={events.items} />
        </section>
      )}
    </div>
  );
}
