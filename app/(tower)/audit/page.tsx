import { Download, ScrollText } from "lucide-react";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AuditFilter } from "@/components/audit/audit-filter";
import { type AuditQuery, auditAddress, readAuditQuery } from "@/components/audit/audit-query";
import { AuditTable } from "@/components/audit/audit-table";
import { ChainStatusLine } from "@/components/audit/chain-status-line";
import { BegunAnew } from "@/components/layout/begun-anew";
import { NotAllowed } from "@/components/layout/not-allowed";
import { Pager } from "@/components/layout/pager";
import { PeopleNames } from "@/components/layout/people-names";
import { buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { listAuditEntries } from "@/lib/audit/list-audit-entries";
import { readChainStatus } from "@/lib/audit/read-chain-status";
import { pageContext } from "@/lib/auth/page-context";
import { readPeopleNames } from "@/lib/auth/people/read-people-names";
import { readUnlessRefused } from "@/lib/auth/refused-page";
import type { AuditEntryAnswer } from "@/lib/contracts/audit";
import type { Context } from "@/lib/kernel/context";
import { encodeCursor } from "@/lib/kernel/page";
import { readFromCursor } from "@/lib/kernel/read-from-cursor";

export const metadata: Metadata = { title: "Audit" };

const PAGE_SIZE = 50;

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ searchParams }: PageProps) {
  const params = await searchParams;
  const { query, notUnderstood } = readAuditQuery(params);
  if (Object.values(params).includes("")) {
    // The form sends every field, also the empty ones; the address holds only what was asked for.
    redirect(addressWithoutEmpty(params));
  }
  const ctx = await pageContext();
  const isBackwards = params["order"] === "oldest";
  const answer = await readUnlessRefused(ctx, "/audit", () =>
    readFromCursor(params["cursor"], (cursor) => readPage(ctx, query, { cursor, isBackwards })),
  );
  if (answer.kind === "refused") {
    return <NotAllowed what="read the audit log" detail={answer.detail} />;
  }
  const { page, isBegunAnew } = answer.value;
  const { entries, newer, older, status, names } = page;
  return (
    <div className="flex-1 p-4 max-md:pb-20 max-sm:px-3">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <div>
          <h1 className="font-semibold text-xl">Audit</h1>
          <ChainStatusLine {...status} />
        </div>
        <div className="flex gap-2">
          {(["jsonl", "csv"] as const).map((format) => (
            <a
              key={format}
              href={auditAddress("/api/audit/export", query, { format })}
              download
              aria-label={`Export as ${format.toUpperCase()}`}
              className={buttonClass()}
            >
              <Download aria-hidden className="size-3.5" />
              {format.toUpperCase()}
            </a>
          ))}
        </div>
      </div>
      <AuditFilter query={query} />
      {isBegunAnew && <BegunAnew />}
      {notUnderstood.length > 0 && (
        <div className="mb-4">
          <Notice tone="breach" role="status">
            Not understood, so it does not filter: {notUnderstood.join("; ")}.
          </Notice>
        </div>
      )}
      {entries.length === 0 ? (
        <EmptyState icon={ScrollText} title="No entries">
          Nothing that fits is recorded. Clear the filters to see every change, who made it and why.
        </EmptyState>
      ) : (
        <PeopleNames names={names}>
          <AuditTable entries={entries} />
        </PeopleNames>
      )}
      <Pager
        label="Pages of the log"
        newer={
          newer === null
            ? null
            : {
                href: auditAddress("/audit", query, { cursor: newer, order: "oldest" }),
                word: "Newer",
              }
        }
        older={older && auditAddress("/audit", query, { cursor: older })}
      />
    </div>
  );
}

/** Always newest first; going back reads the other way and turns the page round. */
async function readPage(
  ctx: Context,
  query: AuditQuery,
  from: { cursor: string | undefined; isBackwards: boolean },
) {
  const { cursor } = from;
  const isBackwards = from.isBackwards && cursor !== undefined;
  const { items, nextCursor } = await listAuditEntries(ctx, {
    ...query,
    limit: PAGE_SIZE,
    order: isBackwards ? "oldest" : "newest",
    cursor,
  });
  const entries = isBackwards ? items.toReversed() : items;
  const newest = entries[0]?.id;
  const oldest = entries.at(-1)?.id;
  return {
    entries,
    newer: isBackwards ? nextCursor : cursorAt(cursor === undefined ? undefined : newest),
    older: isBackwards ? cursorAt(oldest) : nextCursor,
    status: await readChainStatus(ctx),
    names: await readPeopleNames(ctx, entries.flatMap(peopleIn)),
  };
}

function peopleIn({ actor, subject }: AuditEntryAnswer): string[] {
  return subject.type === "user" ? [actor.id, `user:${subject.id}`] : [actor.id];
}

function addressWithoutEmpty(params: Awaited<PageProps["searchParams"]>): string {
  const given = Object.entries(params).flatMap(([name, value]) =>
    [value ?? ""].flat().flatMap((one) => (one === "" ? [] : [[name, one]])),
  );
  return given.length === 0 ? "/audit" : `/audit?${new URLSearchParams(given)}`;
}

function cursorAt(id: number | undefined): string | null {
  return id === undefined ? null : encodeCursor([id]);
}
