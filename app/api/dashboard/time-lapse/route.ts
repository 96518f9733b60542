import { getTimeLapseContract, startTimeLapseContract } from "@/lib/contracts/time-lapse";
import { handle } from "@/lib/http/handle";
import { getTimeLapse } from "@/lib/scenarios/time-lapse/get-time-lapse";
import { startTimeLapse } from "@/lib/scenarios/time-lapse/start-time-lapse";

export const GET = handle(getTimeLapseContract, (ctx) => getTimeLapse(ctx));

export const POST = handle(startTimeLapseContract, (ctx, { body }) => startTimeLapse(ctx, body));
