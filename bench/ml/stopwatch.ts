const WARM_UP = 12;
const RUNS = 15;
const CALLS = 20_000;

/** @returns the median CPU time of a run in ms, once it is warm */
export function cpuMsOf(run: () => void): number {
  for (let i = 0; i < WARM_UP; i += 1) {
    run();
  }
  const times = Array.from({ length: RUNS }, () => {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return quantile(times, 0.5);
}

/** @returns the mean CPU time of a call in µs, once it is warm */
export function cpuMicrosOf(call: (i: number) => void, calls = CALLS): number {
  for (let i = 0; i < calls / 4; i += 1) {
    call(i);
  }
  const before = process.cpuUsage();
  for (let i = 0; i < calls; i += 1) {
    call(i);
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / calls;
}

/** @returns the 99th percentile of a call's time in µs, on the clock: CPU time is told in too large steps */
export function p99MicrosOf(call: (i: number) => void): number {
  const times = Array.from({ length: CALLS }, (_, i) => {
    const before = process.hrtime.bigint();
    call(i);
    return Number(process.hrtime.bigint() - before) / 1000;
  });
  return quantile(times.slice(CALLS / 4), 0.99);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
