/** No leaf moves a margin by more, in log-odds: where the loss is flat a Newton step has no end. */
const FARTHEST = 10;

/** Below this a second derivative is rounding, not curvature. */
export const LEAST_CURVATURE = 1e-12;

/** Where the value of a node has to lie, so that a monotone split above it stays one. */
export interface Bounds {
  lower: number;
  upper: number;
}

export const UNBOUNDED: Bounds = { lower: -FARTHEST, upper: FARTHEST };

/** The Newton step -G / (H + lambda), brought within its bounds (Chen & Guestrin 2016, eq. 5). */
export function leafValue(gradient: number, curvature: number, bounds: Bounds): number {
  const step = curvature >= LEAST_CURVATURE ? -gradient / curvature : 0;
  return Math.min(Math.max(step, bounds.lower), bounds.upper);
}

/** What a node of that value takes off the loss, to second order. */
export function lossReduction(gradient: number, curvature: number, value: number): number {
  return -(gradient * value + 0.5 * curvature * value * value);
}
