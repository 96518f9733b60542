"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { queryKeys } from "@/lib/client/query-keys";

interface Change<Input, Answer> {
  run: (input: Input) => Promise<Answer>;
  /** what to say when it is done */
  done: string | ((answer: Answer) => string);
  /** afterwards, e.g. to close the dialog */
  after?: () => void;
}

/** A change to what governs automation; stays busy until the screen shows what came of it. */
export function useGovernanceMutation<Input, Answer>({ run, done, after }: Change<Input, Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSuccess: (answer) => {
      toast(typeof done === "string" ? done : done(answer));
      after?.();
    },
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: queryKeys.governance }),
        client.invalidateQueries({ queryKey: queryKeys.cases }),
      ]),
  });
}
