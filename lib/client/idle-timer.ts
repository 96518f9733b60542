import { expectIdleEnd } from "./leave-for-sign-in";
import { listenToTabs, tellTabs } from "./session-channel";

export type IdleState =
  | { kind: "here" }
  | { kind: "warned"; remainingMs: number }
  /** the time is up and the session is still open */
  | { kind: "over" }
  /** the session has been left already */
  | { kind: "left"; isIdle: boolean };

interface IdleTimerOptions {
  /** how long nobody may do anything */
  idleMs: number;
  /** what is left of it now, as the server counts */
  remainingMs: number;
  /** tells the server that somebody is here */
  report: () => Promise<unknown>;
  /** asks the server what is left; null when it is no longer this person's session, or none */
  askRemainingMs: () => Promise<number | null>;
  onState: (state: IdleState) => void;
}

export interface IdleTimer {
  stay(): void;
  stop(): void;
}

const TICK_MS = 1000;
const WARNING_MS = 120_000;
const REPORT_MS = 60_000;
const SIGNS_OF_LIFE = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"] as const;

/**
 * Watches for signs of the person in every tab, tells the server of them now and then, warns before
 * the time is up. Once warned, only `stay` counts: a cat on the keyboard does not keep a session.
 */
export function startIdleTimer({
  idleMs,
  remainingMs,
  report,
  askRemainingMs,
  onState,
}: IdleTimerOptions): IdleTimer {
  const warningMs = Math.min(WARNING_MS, idleMs / 2);
  const reportEveryMs = Math.min(REPORT_MS, idleMs / 4);
  let untilMs = 0;
  let reportedAtMs = 0;
  let hasMoved = false;
  let isAsking = false;
  let isStopped = false;
  const leftMs = () => untilMs - Date.now();

  function lastUntil(atMs: number): void {
    untilMs = atMs;
    expectIdleEnd(atMs);
  }

  async function tellServer(): Promise<void> {
    hasMoved = false;
    reportedAtMs = Date.now();
    try {
      await report();
      lastUntil(reportedAtMs + idleMs);
      tellTabs({ kind: "active", untilMs });
    } catch {
      // Not told: the time runs on, and the next movement tries again.
    }
    tick();
  }

  /**
   * A tab that was asleep knows neither what others did meanwhile nor who is signed in by now. Without
   * an answer it leaves and ends nothing: the session may be somebody else's.
   */
  async function askServer(): Promise<void> {
    if (isAsking) {
      return;
    }
    isAsking = true;
    const remaining = await askRemainingMs().catch(() => null);
    isAsking = false;
    if (isStopped) {
      return;
    }
    if (remaining === null) {
      end({ kind: "left", isIdle: true });
    } else if (remaining > TICK_MS) {
      lastUntil(Date.now() + remaining);
      tick();
    } else {
      end({ kind: "over" });
    }
  }

  function tick(): void {
    if (leftMs() <= 0) {
      void askServer();
    } else if (leftMs() <= warningMs) {
      onState({ kind: "warned", remainingMs: leftMs() });
    } else {
      onState({ kind: "here" });
      reportMovement();
    }
  }

  function reportMovement(): void {
    if (hasMoved && Date.now() - reportedAtMs >= reportEveryMs) {
      void tellServer();
    }
  }

  function move(): void {
    if (leftMs() > warningMs) {
      hasMoved = true;
    }
  }

  function end(state: IdleState): void {
    stop();
    onState(state);
  }

  lastUntil(Date.now() + remainingMs);
  const timer = setInterval(tick, TICK_MS);
  const stopListening = listenToTabs((message) => {
    if (message.kind === "left") {
      end(message);
    } else {
      lastUntil(Math.max(untilMs, message.untilMs));
    }
  });
  const stopWatching = watchForLife(move);

  function stop(): void {
    isStopped = true;
    clearInterval(timer);
    stopListening();
    stopWatching();
  }

  return { stay: () => void tellServer(), stop };
}

function watchForLife(onSign: () => void): () => void {
  for (const sign of SIGNS_OF_LIFE) {
    window.addEventListener(sign, onSign, { passive: true });
  }
  return () => {
    for (const sign of SIGNS_OF_LIFE) {
      window.removeEventListener(sign, onSign);
    }
  };
}
