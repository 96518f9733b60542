"use client";

import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ApiProblem } from "@/lib/client/api-problem";
import { callApi } from "@/lib/client/call";
import { type IdleState, type IdleTimer, startIdleTimer } from "@/lib/client/idle-timer";
import { leaveForSignIn, leaveIdle } from "@/lib/client/leave-for-sign-in";
import { getSessionContract, keepSessionContract } from "@/lib/contracts/access-session";
import { formatClock } from "@/lib/format/duration";
import { useSession } from "./session";

interface IdleWatchProps {
  idleMs: number;
  /** what was left when the server drew the page */
  remainingMs: number;
  /** the same as a time, by the server's clock */
  endsAt: string;
}

const ASK_MS = 3000;

/** Warns whoever does nothing, then signs them out, so that nobody else works in their name. */
export function IdleWatch({ idleMs, remainingMs, endsAt }: IdleWatchProps) {
  const { actorId } = useSession();
  const [state, setState] = useState<IdleState>({ kind: "here" });
  const timer = useRef<IdleTimer | null>(null);
  // The layout stays while pages change; what was left at first is all it needs.
  const first = useRef({ remainingMs, endsAt }).current;

  useEffect(() => {
    const serverAheadMs = Date.parse(first.endsAt) - (Date.now() + first.remainingMs);
    const running = startIdleTimer({
      idleMs,
      remainingMs: first.remainingMs,
      report: () => callApi(keepSessionContract),
      askRemainingMs: async () => {
        const endMs = await askIdleEndMs(actorId);
        return endMs === null ? null : endMs - serverAheadMs - Date.now();
      },
      onState: (next) => {
        setState((now) => (now.kind === "here" && next.kind === "here" ? now : next));
        if (next.kind === "left") {
          leaveForSignIn(next.isIdle ? "idle" : "chosen");
        } else if (next.kind === "over") {
          void leaveIdle();
        }
      },
    });
    timer.current = running;
    return () => running.stop();
  }, [idleMs, first, actorId]);

  const stay = () => timer.current?.stay();
  return (
    <Dialog
      isOpen={state.kind === "warned"}
      onOpenChange={(isOpen) => {
        if (!isOpen) {
          stay();
        }
      }}
      title="Are you still there?"
      description="Nobody has done anything for a while. You will be signed out soon, so that nobody else works in your name."
    >
      <div className="flex flex-wrap items-center justify-between gap-3 p-4">
        <Button tone="primary" onClick={stay}>
          Stay signed in
        </Button>
        {state.kind === "warned" && (
          <p role="timer" className="text-muted text-sm tabular-nums">
            {formatClock(state.remainingMs)} left
          </p>
        )}
      </div>
    </Dialog>
  );
}

/** @returns by the server's clock; null when the person's session is over, whoever is signed in now */
async function askIdleEndMs(actorId: string): Promise<number | null> {
  try {
    const signal = AbortSignal.timeout(ASK_MS);
    const { actor, session } = await callApi(getSessionContract, { signal });
    return actor.id === actorId && session ? Date.parse(session.idle_expires_at) : null;
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) {
      return null;
    }
    throw error;
  }
}
