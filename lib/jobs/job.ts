import type { JsonObject } from "@/lib/contracts/common";
import type { JobStatus } from "@/lib/contracts/job";

/** Work for later. */
export interface Job {
  id: number;
  kind: string;
  status: JobStatus;
  runAt: Date;
  /** tries begun so far */
  attempts: number;
  progress: number;
  progressTotal: number | null;
  result: JsonObject | null;
  lastError: string | null;
  isCancelRequested: boolean;
  /** null = runs once */
  everySeconds: number | null;
  createdBy: string;
  requestId: string;
  createdAt: Date;
  updatedAt: Date;
  finishedAt: Date | null;
}

/** What makes one runner the owner of a job for a while. */
export interface Lease {
  id: number;
  token: string;
}

/** A job in the hands of a runner. */
export interface LeasedJob extends Lease {
  tenantId: string;
  kind: string;
  payload: JsonObject;
  runAt: Date;
  /** 1 on the first try */
  attempt: number;
  progress: number;
  isCancelRequested: boolean;
  everySeconds: number | null;
  requestId: string;
}

export function isFinished({ status }: Job): boolean {
  return status === "succeeded" || status === "dead" || status === "cancelled";
}
