/** A target, and what was measured. */
export interface Gate {
  set: string;
  target: string;
  figure: string;
  holds: boolean;
}

/** The figures that a gate compares, and how they are written. */
interface Limit {
  figure: number;
  limit: number;
  digits?: number;
  unit?: string;
}

export function atMost(set: string, name: string, of: Limit): Gate {
  return gate(set, `${name} <= ${written(of.limit, of)}`, of, of.figure <= of.limit);
}

export function atLeast(set: string, name: string, of: Limit): Gate {
  return gate(set, `${name} >= ${written(of.limit, of)}`, of, of.figure >= of.limit);
}

function gate(set: string, target: string, of: Limit, holds: boolean): Gate {
  return { set, target, figure: written(of.figure, of), holds };
}

function written(value: number, { digits = 4, unit = "" }: Limit): string {
  const figure =
    Math.abs(value) < 1e-4 && value !== 0 ? value.toExponential(1) : value.toFixed(digits);
  return `${figure}${unit}`;
}
