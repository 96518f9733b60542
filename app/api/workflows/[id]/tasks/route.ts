import { runRules } from "@/lib/automation/run-rules";
import { createTaskContract, listTasksContract } from "@/lib/contracts/workflow";
import { handle } from "@/lib/http/handle";
import { pageReply } from "@/lib/http/reply";
import { addTask } from "@/lib/workflows/add-task";
import { listTasks } from "@/lib/workflows/list-tasks";

export const GET = handle(listTasksContract, async (ctx, { params, query }) =>
  pageReply(await listTasks(ctx, params.id, query)),
);

export const POST = handle(createTaskContract, (ctx, { params, body }) =>
  addTask(ctx, params.id, body, runRules),
);
