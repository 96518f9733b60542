import { recordRefusedCall } from "@/lib/audit/record-refused-call";
import { type AppError, isAppError } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";

type Read<T> = { kind: "page"; value: T } | { kind: "refused"; detail: string };

/**
 * What a page shows, or why it may not be shown to the caller, which leaves an audit entry.
 * @param page its path
 */
export async function readUnlessRefused<T>(
  ctx: Context,
  page: string,
  read: () => Promise<T>,
): Promise<Read<T>> {
  try {
    return { kind: "page", value: await read() };
  } catch (error) {
    if (!isAppError(error) || error.code !== "forbidden") {
      throw error;
    }
    await recordRefusedPage(ctx, page, error);
    return { kind: "refused", detail: error.message };
  }
}

/** @param page its path; `*` for what was refused whichever it was */
export function recordRefusedPage(
  ctx: Context,
  page: string,
  { code }: Pick<AppError, "code">,
): Promise<void> {
  return recordRefusedCall(ctx, { operationId: `page:${page}`, method: "GET", path: page, code });
}
