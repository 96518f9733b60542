import { runRules } from "@/lib/automation/run-rules";
import { setTaskStateContract } from "@/lib/contracts/workflow";
import { handle } from "@/lib/http/handle";
import { setTaskState } from "@/lib/workflows/set-task-state";

export const PATCH = handle(setTaskStateContract, (ctx, { params, body }) =>
  setTaskState(ctx, params, body, runRules),
);
