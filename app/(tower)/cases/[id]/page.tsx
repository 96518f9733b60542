import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { CaseView } from "@/components/cases/case-view";
import { pageContext } from "@/lib/auth/page-context";
import { getCaseDetail } from "@/lib/automation/get-case-detail";
import { boardFilterSuffix, readBoardFilters } from "@/lib/client/board-filters";
import { isAppError } from "@/lib/kernel/app-error";
import { DEFAULT_PACK } from "@/lib/packs/find-pack";

interface PageProps {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ search?: string | string[]; show?: string | string[] }>;
}

const QUEUE_LABELS = Object.fromEntries(DEFAULT_PACK.queues.map(({ key, label }) => [key, label]));

/** Once per request, for the title and for the page. */
const readCase = cache(async (id: string) => {
  const ctx = await pageContext();
  if (!/^\d{1,15}$/.test(id)) {
    return notFound();
  }
  try {
    return { detail: await getCaseDetail(ctx, Number(id)), readAtMs: ctx.now().getTime() };
  } catch (error) {
    if (isAppError(error) && error.code === "not_found") {
      return notFound();
    }
    throw error;
  }
});

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { card } = (await readCase((await params).id)).detail;
  return { title: [card.rx_number ?? `#${card.id}`, card.drug].filter(Boolean).join(" ") };
}

export default async function Page({ params, searchParams }: PageProps) {
  const { detail, readAtMs } = await readCase((await params).id);
  const filters = readBoardFilters(await searchParams);
  return (
    <CaseView
      key={detail.case.id}
      initialDetail={detail}
      readAtMs={readAtMs}
      queueLabels={QUEUE_LABELS}
      boardHref={`/dashboard${boardFilterSuffix(filters)}`}
    />
  );
}
