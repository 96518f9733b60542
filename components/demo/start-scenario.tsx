"use client";

import { useMutation } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import { useRouter } from "next/navigation";
import { useRef } from "react";
import { toast } from "sonner";
import { useMay } from "@/components/layout/session";
import { Button } from "@/components/ui/button";
import { toProblem } from "@/lib/client/api-problem";
import { callApi } from "@/lib/client/call";
import { seedContract } from "@/lib/contracts/scenario";

interface StartScenarioProps {
  scenarioId: string;
  /** for those who hear the button without seeing its row */
  label: string;
}

/** Adds the scenario's case and opens it. */
export function StartScenario({ scenarioId, label }: StartScenarioProps) {
  const router = useRouter();
  const mayStart = useMay("demo:manage");
  // A second press may come before the first has been drawn.
  const isStarted = useRef(false);
  const start = useMutation({
    mutationFn: () => callApi(seedContract, { body: { scenario_id: scenarioId, seed_all: false } }),
    onSuccess: ({ id }) => router.push(id === undefined ? "/dashboard" : `/cases/${id}`),
    onError: (error) => {
      isStarted.current = false;
      toast.error(toProblem(error).detail);
    },
  });
  if (!mayStart) {
    return null;
  }
  const press = () => {
    if (!isStarted.current) {
      isStarted.current = true;
      start.mutate();
    }
  };
  return (
    <Button
      isBusy={start.isPending || start.isSuccess}
      onClick={press}
      aria-label={`Start: ${label}`}
    >
      Start
      <ArrowRight aria-hidden className="size-3.5 text-muted" />
    </Button>
  );
}
