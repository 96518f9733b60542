import { followEventsContract } from "@/lib/contracts/events";
import { handle } from "@/lib/http/handle";
import { StreamReply } from "@/lib/http/stream-reply";
import { openEventStream } from "@/lib/integrations/event-stream/open-event-stream";

export const GET = handle(
  followEventsContract,
  (ctx, { query }, request) =>
    new StreamReply(openEventStream(ctx, query, request.headers.get("last-event-id"))),
);
