import { runRules } from "@/lib/automation/run-rules";
import { createEventContract, listEventsContract } from "@/lib/contracts/workflow";
import { handle } from "@/lib/http/handle";
import { pageReply } from "@/lib/http/reply";
import { addEvent } from "@/lib/workflows/add-event";
import { listEvents } from "@/lib/workflows/list-events";

export const GET = handle(listEventsContract, async (ctx, { params, query }) =>
  pageReply(await listEvents(ctx, params.id, query)),
);

export const POST = handle(createEventContract, (ctx, { params, body }) =>
  addEvent(ctx, params.id, body, runRules),
);
