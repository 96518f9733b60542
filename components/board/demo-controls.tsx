"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ChevronDown, Layers, RotateCcw, Sprout } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "@/components/ui/menu";
import { toProblem } from "@/lib/client/api-problem";
import { callApi } from "@/lib/client/call";
import { queryKeys } from "@/lib/client/query-keys";
import {
  listScenariosContract,
  resetContract,
  type Seed,
  seedContract,
} from "@/lib/contracts/scenario";
import { countOf } from "@/lib/format/words";

/** Fills and empties the demo. */
export function DemoControls() {
  return (
    <div className="flex items-center gap-2">
      <SeedMenu />
      <ResetButton />
    </div>
  );
}

function useBoardChange<Input>(change: (input: Input) => Promise<string>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (words) => toast(words),
    onError: (error) => toast.error(toProblem(error).detail),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.boards }),
  });
}

export function useSeed() {
  return useBoardChange(async (body: Seed) => {
    const { count } = await callApi(seedContract, { body });
    return `${countOf(count, "case")} added`;
  });
}

function SeedMenu() {
  const [isOpen, setIsOpen] = useState(false);
  const seed = useSeed();
  const scenarios = useQuery({
    queryKey: queryKeys.scenarios,
    queryFn: ({ signal }) => callApi(listScenariosContract, { signal }),
    enabled: isOpen,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const list = scenarios.data?.scenarios ?? [];
  return (
    <Menu
      onOpenChange={setIsOpen}
      className="w-112 max-w-[calc(100vw-2rem)]"
      trigger={
        <Button isBusy={seed.isPending}>
          <Sprout aria-hidden className="size-3.5 text-muted" />
          Seed
          <ChevronDown aria-hidden className="size-3.5 text-muted" />
        </Button>
      }
    >
      <MenuItem onSelect={() => seed.mutate({ scenario_id: "happy_path", seed_all: true })}>
        <Layers aria-hidden className="mt-0.5 size-4 shrink-0 text-accent" />
        <span className="font-medium">All {list.length > 0 ? list.length : ""} scenarios</span>
      </MenuItem>
      <MenuSeparator />
      {scenarios.isPending && <MenuLabel>Loading scenarios…</MenuLabel>}
      {scenarios.isError && <MenuLabel>{toProblem(scenarios.error).detail}</MenuLabel>}
      {list.map((scenario) => (
        <MenuItem
          key={scenario.id}
          onSelect={() => seed.mutate({ scenario_id: scenario.id, seed_all: false })}
        >
          <span>
            <span className="block font-medium">{scenario.label}</span>
            <span className="block text-muted text-xs">{scenario.description}</span>
          </span>
        </MenuItem>
      ))}
    </Menu>
  );
}

function ResetButton() {
  const [isOpen, setIsOpen] = useState(false);
  const reset = useBoardChange(async () => {
    const { message } = await callApi(resetContract);
    setIsOpen(false);
    return message;
  });
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>
        <RotateCcw aria-hidden className="size-3.5 text-muted" />
        Reset
      </Button>
      <Dialog
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        title="Reset the demo?"
        description="Removes the demo cases with their proposals and all trust evidence, and closes every gate. The audit log stays. This cannot be undone."
      >
        <div className="flex justify-end gap-2 p-4">
          <Button onClick={() => setIsOpen(false)}>Cancel</Button>
          <Button tone="danger" isBusy={reset.isPending} onClick={() => reset.mutate(undefined)}>
            Reset demo
          </Button>
        </div>
      </Dialog>
    </>
  );
}
