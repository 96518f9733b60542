import type { JobDefinition } from "@/lib/jobs/job-definition";

/** Every kind of background work that this version knows. */
export const JOB_DEFINITIONS: readonly JobDefinition[] = [];
