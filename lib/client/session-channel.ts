/** What the tabs of one browser tell each other about the session they share. */
export type SessionMessage =
  | { kind: "active"; untilMs: number }
  | { kind: "left"; isIdle: boolean };

const NAME = "control-tower.session";

/** Tells the other tabs; this one hears nothing. */
export function tellTabs(message: SessionMessage): void {
  const channel = new BroadcastChannel(NAME);
  channel.postMessage(message);
  channel.close();
}

/** @returns how to stop listening */
export function listenToTabs(listener: (message: SessionMessage) => void): () => void {
  const channel = new BroadcastChannel(NAME);
  channel.onmessage = ({ data }: MessageEvent<SessionMessage>) => listener(data);
  return () => channel.close();
}
