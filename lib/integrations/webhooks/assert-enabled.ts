import { AppError } from "@/lib/kernel/app-error";
import type { Webhook } from "./webhook-repository";

/** @throws AppError conflict */
export function assertEnabled({ id, isEnabled }: Webhook): void {
  if (!isEnabled) {
    throw new AppError(
      "conflict",
      `Webhook ${id} is disabled; enable it with PATCH /api/webhooks/${id} first.`,
    );
  }
}
