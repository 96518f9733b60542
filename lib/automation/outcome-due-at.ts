import { getSettings } from "@/lib/platform/settings";

const HOUR_MS = 3_600_000;

/** By when the outcome of an execution must be known. @param from end of its undo window, or when it ran */
export function outcomeDueAt(from: Date): Date {
  return new Date(from.getTime() + getSettings().outcomeDueHours * HOUR_MS);
}
