import { AppError } from "@/lib/kernel/app-error";
import { getSettings } from "@/lib/platform/settings";

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * The demo needs no key because it listens on this machine alone. A page elsewhere whose name was
 * made to point here (DNS rebinding) still sends its own name, and is refused.
 * @throws AppError forbidden
 */
export function refuseForeignHost(headers: Headers): void {
  const { mode, host } = getSettings();
  if (mode !== "demo" || !LOOPBACK.has(host === "::1" ? "[::1]" : host)) {
    return;
  }
  const name = (headers.get("host") ?? "").replace(/:\d+$/, "");
  if (!LOOPBACK.has(name)) {
    throw new AppError(
      "forbidden",
      `The demo answers on this machine only, not as ${name || "a host without a name"}. Use http://localhost, or set HOST to serve others.`,
    );
  }
}
