import type { Metadata } from "next";
import { BoardView } from "@/components/board/board-view";
import { pageContext } from "@/lib/auth/page-context";
import { getBoard } from "@/lib/automation/get-board";
import { readBoardFilters } from "@/lib/client/board-filters";

export const metadata: Metadata = { title: "Tower" };

interface PageProps {
  searchParams: Promise<{ search?: string | string[]; show?: string | string[] }>;
}

export default async function Page({ searchParams }: PageProps) {
  const ctx = await pageContext();
  const filters = readBoardFilters(await searchParams);
  const { search, show } = filters;
  const board = await getBoard(ctx, { show, ...(search !== "" && { search }) });
  return <BoardView initialBoard={board} initialFilters={filters} />;
}
