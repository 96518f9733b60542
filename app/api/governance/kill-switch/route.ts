import { ACTION_TYPES } from "@/lib/automation/action-registry";
import { listKillSwitchesContract, setKillSwitchContract } from "@/lib/contracts/kill-switch";
import { listKillSwitches } from "@/lib/governance/kill-switch/list-kill-switches";
import { setKillSwitch } from "@/lib/governance/kill-switch/set-kill-switch";
import { handle } from "@/lib/http/handle";
import { requestReply } from "@/lib/http/reply";

export const GET = handle(listKillSwitchesContract, (ctx) => listKillSwitches(ctx));

export const POST = handle(setKillSwitchContract, async (ctx, { body }) => {
  const answer = await setKillSwitch(ctx, body, ACTION_TYPES);
  return requestReply(answer, answer.request ?? null);
});
