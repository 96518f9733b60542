import { useActorName } from "@/components/layout/people-names";
import { TimeUntil } from "@/components/ui/time-until";
import type { GateAnswer } from "@/lib/contracts/governance";

/** What a gate's state alone does not tell: its end, a request that waits, a broken glass. */
export function GateNotes({ gate }: { gate: GateAnswer }) {
  const actorName = useActorName();
  const { expired, expires_at, enabled, pending_request, glass_until } = gate;
  return (
    <>
      {enabled && expires_at && (
        <p className="text-muted text-xs">
          Closes by itself <TimeUntil at={expires_at} />
        </p>
      )}
      {expired && (
        <p className="text-risk text-xs">Its time has run out; it counts as never opened.</p>
      )}
      {pending_request && (
        <p className="text-waiting text-xs">
          {actorName(pending_request.requested_by, pending_request.requested_by_name)} asks to open
          it; another person approves.
        </p>
      )}
      {glass_until && (
        <p className="text-risk text-xs">
          You broke the glass: your leave to pass ends <TimeUntil at={glass_until} />
        </p>
      )}
    </>
  );
}
