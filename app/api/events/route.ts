import { listStreamEventsContract } from "@/lib/contracts/events";
import { handle } from "@/lib/http/handle";
import { listStreamEvents } from "@/lib/integrations/event-stream/list-stream-events";

export const GET = handle(listStreamEventsContract, (ctx, { query }) =>
  listStreamEvents(ctx, query),
);
