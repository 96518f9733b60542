import { serialiseError } from "@/lib/platform/serialise-error";

const MAX_CHARACTERS = 500;

/** What went wrong in one line that may be stored and shown: no stack, nothing of the call's data. */
export function summariseError(error: unknown): string {
  const { message } = Object(serialiseError(error)) as { message?: unknown };
  const text =
    typeof message === "string" && message !== "" ? message : "It failed and said nothing.";
  return text.slice(0, MAX_CHARACTERS);
}
