import { finishBackgroundWork, stopBackgroundWork } from "@/lib/background/start-background-work";
import { getDatabase } from "@/lib/db/client";
import { closeEventStreams } from "@/lib/integrations/event-stream/open-streams";
import { getCache } from "@/lib/platform/cache/get-cache";
import { closeLimiterStore } from "@/lib/platform/limiter-store";
import { getLogger } from "@/lib/platform/logger";
import type { RunningServer } from "./start-server";

/** running requests get this long; a client that never finishes its own does not hold up the stop */
const GRACE_MS = 3000;
const LIMIT_MS = 4500;

/** On SIGTERM or SIGINT: running requests end, connections close, the process exits within 5 s. */
export function stopOnSignal(server: RunningServer): void {
  let isStopping = false;
  const stop = async (): Promise<void> => {
    if (isStopping) {
      return;
    }
    isStopping = true;
    closeEventStreams();
    setTimeout(() => server.dropConnections(), GRACE_MS).unref();
    setTimeout(() => process.exit(1), LIMIT_MS).unref();
    try {
      await Promise.all([stopBackgroundWork(), server.close()]);
      await finishBackgroundWork();
      await getCache().close();
      closeLimiterStore();
      await (await getDatabase()).$disconnect();
      process.exit(0);
    } catch (error) {
      getLogger().error({ err: error }, "the stop was not clean");
      process.exit(1);
    }
  };
  process.on("SIGTERM", () => void stop());
  process.on("SIGINT", () => void stop());
}
