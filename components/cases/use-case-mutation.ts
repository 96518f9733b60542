"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { toProblem } from "@/lib/client/api-problem";
import { queryKeys } from "@/lib/client/query-keys";

interface Change<Input> {
  caseId: number;
  run: (input: Input) => Promise<unknown>;
  /** what to say when it is done */
  done: string;
  /** true where the caller shows a refusal beside the button, so that it is not told twice */
  isRefusalShown?: boolean;
}

/** A change to a case; stays busy until the screen shows what came of it. */
export function useCaseMutation<Input = void>(change: Change<Input>) {
  const { caseId, run, done, isRefusalShown = false } = change;
  const client = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSuccess: () => toast(done),
    onError: (error) => {
      if (!isRefusalShown) {
        toast.error(toProblem(error).detail);
      }
    },
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: queryKeys.case(caseId) }),
        client.invalidateQueries({ queryKey: queryKeys.boards }),
      ]),
  });
}
