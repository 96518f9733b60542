import pino from "pino";
import { redact } from "./redact";

/**
 * An error as it is logged. Prisma quotes the data of a call in the middle of its message, between
 * blank lines; only the last paragraph, which says what is wrong, and the frames are kept.
 */
export function serialiseError(error: unknown): unknown {
  if (!(error instanceof Error)) {
    return redact(error);
  }
  const serialised = pino.stdSerializers.err(error);
  if (!error.name.startsWith("Prisma")) {
    return redact(serialised);
  }
  const message = error.message.split("\n\n").at(-1)?.trim() ?? "";
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  const stack = [`${error.name}: ${message}`, ...frames].join("\n");
  return redact({ ...serialised, message, stack });
}
