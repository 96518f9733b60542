const SECRET_NAMES = new Set([
  "apikey",
  "attributes",
  "authorization",
  "cookie",
  "cookies",
  "key",
  "password",
  "patient",
  "secret",
  "token",
  "x-api-key",
]);

const CENSOR = "[redacted]";
const MAX_DEPTH = 8;

/** A copy without secrets and patient data, however deep they stand; errors stay as they are. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value !== "object" || value === null || value instanceof Error) {
    return value;
  }
  if (depth === MAX_DEPTH) {
    return CENSOR;
  }
  if (Array.isArray(value)) {
    return value.map((item) => redact(item, depth + 1));
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, child]) => [
      name,
      SECRET_NAMES.has(name.toLowerCase()) ? CENSOR : redact(child, depth + 1),
    ]),
  );
}
