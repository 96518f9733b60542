"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Inbox, SearchX } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { ErrorScreen } from "@/components/layout/error-screen";
import { useMay, useSession } from "@/components/layout/session";
import { StaleNotice } from "@/components/layout/stale-notice";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { type BoardFilters, boardFilterSuffix, readBoardFilters } from "@/lib/client/board-filters";
import { callApi } from "@/lib/client/call";
import { queryKeys } from "@/lib/client/query-keys";
import { type Board, boardContract } from "@/lib/contracts/dashboard";
import { DemoControls, useSeed } from "./demo-controls";
import { ExceptionStrip } from "./exception-strip";
import { QueueColumn } from "./queue-column";
import { useCardNavigation } from "./use-card-navigation";

const REFRESH_MS = 5000;

interface BoardViewProps {
  initialBoard: Board;
  /** what `initialBoard` was read with */
  initialFilters: BoardFilters;
}

export function BoardView({ initialBoard, initialFilters }: BoardViewProps) {
  const params = useSearchParams();
  const filters = readBoardFilters({ search: params.get("search"), show: params.get("show") });
  const board = useBoard(filters, { initialBoard, initialFilters });
  const maySeed = useMay("demo:manage") && useSession().mode === "demo";
  useCardNavigation();

  if (!board.data) {
    return board.isError ? (
      <ErrorScreen what="The board" error={board.error} retry={() => void board.refetch()} />
    ) : null;
  }
  return (
    <div className="flex min-h-0 flex-1 flex-col md:h-[calc(100dvh-3.25rem)] md:flex-none">
      <h1 className="sr-only">Tower</h1>
      <div className="flex shrink-0 flex-wrap items-center justify-between gap-x-4 gap-y-1 border-line border-b bg-surface px-3 py-2">
        <ExceptionStrip board={board.data} filters={filters} />
        {maySeed && <DemoControls />}
      </div>
      {board.isError && (
        <div className="border-line border-b p-2">
          <StaleNotice
            error={board.error}
            isRetrying={board.isFetching}
            retry={() => void board.refetch()}
          />
        </div>
      )}
      <Columns board={board.data} filters={filters} maySeed={maySeed} />
    </div>
  );
}

function useBoard(filters: BoardFilters, { initialBoard, initialFilters }: BoardViewProps) {
  const isInitial = boardFilterSuffix(filters) === boardFilterSuffix(initialFilters);
  return useQuery({
    queryKey: queryKeys.board(filters),
    queryFn: ({ signal }) =>
      callApi(boardContract, { query: { search: filters.search, show: filters.show }, signal }),
    ...(isInitial && {
      initialData: initialBoard,
      initialDataUpdatedAt: Date.parse(initialBoard.generated_at),
    }),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
}

interface ColumnsProps {
  board: Board;
  filters: BoardFilters;
  maySeed: boolean;
}

function Columns({ board, filters, maySeed }: ColumnsProps) {
  const isFiltered = boardFilterSuffix(filters) !== "";
  if (board.queues.every((queue) => queue.cases.length === 0)) {
    return isFiltered ? <NothingMatches /> : <NoCases maySeed={maySeed} />;
  }
  return (
    <div className="thin-scroll relative flex-1 max-md:pb-16 md:flex md:min-h-0 md:overflow-x-auto">
      {board.queues.map((queue) => (
        <QueueColumn key={queue.key} queue={queue} filterSuffix={boardFilterSuffix(filters)} />
      ))}
    </div>
  );
}

function NothingMatches() {
  return (
    <EmptyState
      icon={SearchX}
      title="No case matches"
      action={
        <Button tone="primary" onClick={() => window.history.pushState(null, "", "/dashboard")}>
          Show all cases
        </Button>
      }
    >
      Search looks at rx number, drug, payer, reject code, blocker, store, prescriber and patient
      initials.
    </EmptyState>
  );
}

function NoCases({ maySeed }: { maySeed: boolean }) {
  const seed = useSeed();
  return (
    <EmptyState
      icon={Inbox}
      title="No cases yet"
      action={
        maySeed && (
          <Button
            tone="primary"
            isBusy={seed.isPending}
            onClick={() => seed.mutate({ scenario_id: "happy_path", seed_all: true })}
          >
            Add the demo cases
          </Button>
        )
      }
    >
      A case appears in its queue as soon as the pharmacy system sends one to{" "}
      <code className="font-mono text-xs">POST /api/workflows</code>. The most urgent comes first;
      what is late, at risk or rejected is counted at the top.
    </EmptyState>
  );
}
