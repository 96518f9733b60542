import type { Context } from "@/lib/kernel/context";
import type { Job } from "./job";
import { findJobs, getJobRow } from "./job-repository";

/** The newest job of a kind; null before there was one. */
export async function findNewestJob(ctx: Context, kind: string): Promise<Job | null> {
  const [newest] = await findJobs(ctx, { kind, limit: 1, beforeId: undefined, status: undefined });
  return newest ?? null;
}

/** What an answer that started a job tells of it. */
export function toJobTicket({ id, status, progress, progressTotal }: Job) {
  return { id, status, progress, progress_total: progressTotal };
}

/** @throws AppError not_found */
export async function getJobTicket(ctx: Context, id: number) {
  return toJobTicket(await getJobRow(ctx, id));
}
