"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { toast } from "sonner";

/**
 * A change that the page is drawn anew after; a refusal is shown where it was asked for. Passwords go
 * in and keys come out, so nothing of it stays in memory once nobody looks.
 */
export function useOwnMutation<Input, Answer>(
  run: (input: Input) => Promise<Answer>,
  done?: string,
) {
  const router = useRouter();
  return useMutation({
    mutationFn: run,
    gcTime: 0,
    onSuccess: () => {
      if (done !== undefined) {
        toast(done);
      }
      router.refresh();
    },
  });
}

interface Attempt {
  status: "idle" | "pending" | "success" | "error";
  reset: () => void;
}

/** Once the dialog is closed it forgets what was given, what came of it, and why it was refused. */
export function useForgotten({ status, reset }: Attempt, isOpen: boolean): void {
  useEffect(() => {
    if (!isOpen && (status === "success" || status === "error")) {
      reset();
    }
  }, [isOpen, status, reset]);
}
