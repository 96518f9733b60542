"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { toProblem } from "@/lib/client/api-problem";
import { queryKeys } from "@/lib/client/query-keys";

interface Change<Input, Answer> {
  caseId: number;
  run: (input: Input) => Promise<Answer>;
  /** what to say when it is done */
  done: string | ((answer: Answer) => string);
  /** true where the caller shows a refusal beside the button, so that it is not told twice */
  isRefusalShown?: boolean;
}

/** A change to a case; stays busy until the screen shows what came of it. */
export function useCaseMutation<Input = void, Answer = unknown>(change: Change<Input, Answer>) {
  const { caseId, run, done, isRefusalShown = false } = change;
  const client = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSuccess: (answer) => toast(typeof done === "string" ? done : done(answer)),
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
