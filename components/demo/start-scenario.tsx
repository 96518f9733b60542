"use client";

import { useMutation } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import { useRouter } from "next/navigation";
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
  const start = useMutation({
    mutationFn: () => callApi(seedContract, { body: { scenario_id: scenarioId, seed_all: false } }),
    onSuccess: ({ id }) => router.push(id === undefined ? "/dashboard" : `/cases/${id}`),
    onError: (error) => toast.error(toProblem(error).detail),
  });
  if (!mayStart) {
    return null;
  }
  return (
    <Button
      isBusy={start.isPending || start.isSuccess}
      onClick={() => start.mutate()}
      aria-label={`Start: ${label}`}
    >
      Start
      <ArrowRight aria-hidden className="size-3.5 text-muted" />
    </Button>
  );
}
