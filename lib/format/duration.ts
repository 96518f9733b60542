const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** "under 1 min", "12 min", "3 h 10 min", "14 h", "2 d"; the sign of `durationMs` is ignored. */
export function formatDuration(durationMs: number): string {
  const ms = Math.abs(durationMs);
  if (ms < MINUTE_MS) {
    return "under 1 min";
  }
  if (ms < HOUR_MS) {
    return `${Math.floor(ms / MINUTE_MS)} min`;
  }
  if (ms >= 2 * DAY_MS) {
    return `${Math.floor(ms / DAY_MS)} d`;
  }
  const hours = Math.floor(ms / HOUR_MS);
  const minutes = Math.floor((ms % HOUR_MS) / MINUTE_MS);
  return hours >= 10 || minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`;
}

/** "just now", "8 min ago" */
export function formatAgo(at: string, nowMs: number): string {
  const ageMs = nowMs - Date.parse(at);
  return ageMs < MINUTE_MS ? "just now" : `${formatDuration(ageMs)} ago`;
}

/** "14:59", "1:04:59"; never below zero. */
export function formatClock(remainingMs: number): string {
  const seconds = Math.max(0, Math.ceil(remainingMs / 1000));
  const pad = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const tail = `${pad(minutes)}:${pad(seconds % 60)}`;
  return hours > 0 ? `${hours}:${tail}` : tail;
}
