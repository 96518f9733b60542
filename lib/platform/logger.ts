import pino, { type Logger } from "pino";
import { processSingleton } from "./process-singleton";
import { redact } from "./redact";
import { serialiseError } from "./serialise-error";
import { getSettings } from "./settings";

/** Structured JSON lines on stdout; quiet (warnings and errors only) outside production. */
export function getLogger(): Logger {
  return processSingleton("logger", () =>
    pino({
      level: getSettings().logLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: serialiseError },
      formatters: { log: (line) => redact(line) as Record<string, unknown> },
    }),
  );
}
