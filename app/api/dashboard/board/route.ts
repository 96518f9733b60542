import { getBoard } from "@/lib/automation/get-board";
import { boardContract } from "@/lib/contracts/dashboard";
import { handle } from "@/lib/http/handle";

export const GET = handle(boardContract, (ctx, { query }) => getBoard(ctx, query));
