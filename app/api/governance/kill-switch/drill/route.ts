import { ACTION_TYPES } from "@/lib/automation/action-registry";
import { drillKillSwitchContract } from "@/lib/contracts/kill-switch";
import { drillKillSwitch } from "@/lib/governance/kill-switch/drill-kill-switch";
import { handle } from "@/lib/http/handle";

export const POST = handle(drillKillSwitchContract, (ctx, { body }) =>
  drillKillSwitch(ctx, body, ACTION_TYPES),
);
