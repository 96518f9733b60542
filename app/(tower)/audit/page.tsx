import { ArrowRight, ScrollText } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { AuditFilter } from "@/components/audit/audit-filter";
import { AuditTable } from "@/components/audit/audit-table";
import { NotAllowed } from "@/components/audit/not-allowed";
import { buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { listAuditEntries } from "@/lib/audit/list-audit-entries";
import { pageContext } from "@/lib/auth/page-context";
import { isAppError } from "@/lib/kernel/app-error";

export const metadata: Metadata = { title: "Audit" };

const PAGE_SIZE = 50;

interface PageProps {
  searchParams: Promise<{ case_id?: string | string[]; cursor?: string | string[] }>;
}

export default async function Page({ searchParams }: PageProps) {
  const query = await searchParams;
  const caseId = wholeNumber(query.case_id);
  const cursor = typeof query.cursor === "string" ? query.cursor : undefined;
  const page = await readPage(caseId, cursor);
  if (page.kind === "refused") {
    return <NotAllowed detail={page.detail} />;
  }
  const { items, nextCursor } = page;
  return (
    <div className="flex-1 p-4 max-md:pb-20 max-sm:px-3">
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <h1 className="font-semibold text-xl">Audit</h1>
        <AuditFilter caseId={caseId} />
      </div>
      {items.length === 0 ? (
        <EmptyState icon={ScrollText} title="No entries">
          {caseId === undefined
            ? "Every change is recorded here, with who made it and why, as soon as it happens."
            : `Nothing is recorded for case ${caseId}. Show all cases, or check the number.`}
        </EmptyState>
      ) : (
        <AuditTable entries={items} />
      )}
      <nav aria-label="Pages of the log" className="mt-4 flex justify-between">
        {cursor ? (
          <Link href={hrefOf(caseId)} prefetch={false} className={buttonClass()}>
            Newest
          </Link>
        ) : (
          <span />
        )}
        {nextCursor && (
          <Link href={hrefOf(caseId, nextCursor)} prefetch={false} className={buttonClass()}>
            Older
            <ArrowRight aria-hidden className="size-3.5" />
          </Link>
        )}
      </nav>
    </div>
  );
}

async function readPage(caseId: number | undefined, cursor: string | undefined) {
  const ctx = await pageContext();
  try {
    const page = await listAuditEntries(ctx, {
      limit: PAGE_SIZE,
      ...(cursor !== undefined && { cursor }),
      ...(caseId !== undefined && { case_id: caseId }),
    });
    return { kind: "page" as const, ...page };
  } catch (error) {
    if (isAppError(error) && error.code === "forbidden") {
      return { kind: "refused" as const, detail: error.message };
    }
    throw error;
  }
}

function wholeNumber(raw: string | string[] | undefined): number | undefined {
  return typeof raw === "string" && /^\d{1,15}$/.test(raw) ? Number(raw) : undefined;
}

function hrefOf(caseId: number | undefined, cursor?: string): string {
  const query = new URLSearchParams();
  if (caseId !== undefined) {
    query.set("case_id", String(caseId));
  }
  if (cursor !== undefined) {
    query.set("cursor", cursor);
  }
  return query.size === 0 ? "/audit" : `/audit?${query}`;
}
