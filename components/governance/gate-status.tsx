import { useActorName } from "@/components/layout/people-names";
import { Badge } from "@/components/ui/badge";
import { TimeAgo } from "@/components/ui/time";
import type { GateAnswer } from "@/lib/contracts/governance";
import { gateLook } from "./gate-look";

/** How a gate stands, and who set it so when. */
export function GateStatus({ gate }: { gate: GateAnswer }) {
  const actorName = useActorName();
  const { icon, tone, word } = gateLook(gate);
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1 text-muted text-xs">
      <Badge icon={icon} tone={tone}>
        {word}
      </Badge>
      {gate.updated_at && (
        <span>
          {actorName(gate.current_actor, gate.current_actor_name)}
          {gate.approved_by &&
            `, approved by ${actorName(gate.approved_by, gate.approved_by_name)}`}
          , <TimeAgo at={gate.updated_at} />
        </span>
      )}
    </span>
  );
}
