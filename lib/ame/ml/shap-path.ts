/** The distinct features on the way to a node, and the shares of their subsets that come this way. */
export interface Path {
  features: Int32Array;
  /** share of the training rows that go this way when the feature is left out */
  zeros: Float64Array;
  /** 1 where the row itself goes this way, else 0 */
  ones: Float64Array;
  /** weight of the subsets of each size (Lundberg, Erion & Lee 2018, algorithm 2) */
  weights: Float64Array;
  /** the shares of the step that was taken out last */
  last: { zero: number; one: number };
}

export interface PathStep {
  /** -1 for the root, which splits nothing */
  feature: number;
  zero: number;
  one: number;
}

/** Some of the buffer: the path to one node. */
export interface Stretch {
  from: number;
  length: number;
}

/** A buffer for the paths to a leaf and to every node above it, one behind the other. */
export function newPath(depth: number): Path {
  const size = ((depth + 2) * (depth + 3)) / 2;
  return {
    features: new Int32Array(size),
    zeros: new Float64Array(size),
    ones: new Float64Array(size),
    weights: new Float64Array(size),
    last: { zero: 1, one: 1 },
  };
}

/** Copies a path behind itself and lengthens it by one step. */
export function extend(path: Path, parent: Stretch, { feature, zero, one }: PathStep): Stretch {
  const { weights } = path;
  const { length } = parent;
  const from = parent.from + length;
  copySteps(path, parent);
  path.features[from + length] = feature;
  path.zeros[from + length] = zero;
  path.ones[from + length] = one;
  weights[from + length] = length === 0 ? 1 : 0;
  for (let at = length - 1; at >= 0; at -= 1) {
    const i = from + at;
    const weight = weights[i] as number;
    weights[i + 1] = (weights[i + 1] as number) + (one * weight * (at + 1)) / (length + 1);
    weights[i] = (zero * weight * (length - at)) / (length + 1);
  }
  return { from, length: length + 1 };
}

/** Copies a path behind itself; a loop, since so few numbers are copied faster one by one. */
function copySteps({ features, zeros, ones, weights }: Path, { from, length }: Stretch): void {
  for (let i = from; i < from + length; i += 1) {
    features[i + length] = features[i] as number;
    zeros[i + length] = zeros[i] as number;
    ones[i + length] = ones[i] as number;
    weights[i + length] = weights[i] as number;
  }
}

/** @returns where on a path a feature stands; 0 where it does not */
export function stepOf({ features }: Path, { from, length }: Stretch, feature: number): number {
  for (let at = 1; at < length; at += 1) {
    if (features[from + at] === feature) {
      return at;
    }
  }
  return 0;
}

/** Takes a step out of a path, as if it had never been added. @returns the new length */
export function unwind(path: Path, { from, length }: Stretch, step: number): number {
  const { features, zeros, ones, weights } = path;
  const zero = zeros[from + step] as number;
  const one = ones[from + step] as number;
  let next = weights[from + length - 1] as number;
  for (let at = length - 2; at >= 0; at -= 1) {
    const i = from + at;
    const weight = weights[i] as number;
    const share = (zero * (length - 1 - at)) / length;
    if (one === 0) {
      weights[i] = weight / share;
    } else {
      weights[i] = (next * length) / ((at + 1) * one);
      next = weight - (weights[i] as number) * share;
    }
  }
  for (let i = from + step; i < from + length - 1; i += 1) {
    features[i] = features[i + 1] as number;
    zeros[i] = zeros[i + 1] as number;
    ones[i] = ones[i + 1] as number;
  }
  path.last = { zero, one };
  return length - 1;
}

/** The sum of the weights that a path would have without one of its steps. */
export function weightWithout(path: Path, { from, length }: Stretch, step: number): number {
  const zero = path.zeros[from + step] as number;
  return path.ones[from + step] === 0
    ? weightWithoutMissed(path.weights, from, length) / zero
    : weightWithoutTaken(path.weights, from, length, zero);
}

/** Where the row itself goes another way, what is left weighs as much as all but the last did. */
function weightWithoutMissed(weights: Float64Array, from: number, length: number): number {
  let sum = 0;
  for (let at = 0; at < length - 1; at += 1) {
    sum += (weights[from + at] as number) / (length - 1 - at);
  }
  return sum * length;
}

function weightWithoutTaken(
  weights: Float64Array,
  from: number,
  length: number,
  zero: number,
): number {
  let next = weights[from + length - 1] as number;
  let sum = 0;
  for (let at = length - 2; at >= 0; at -= 1) {
    const without = next / (at + 1);
    sum += without;
    next = (weights[from + at] as number) - without * zero * (length - 1 - at);
  }
  return sum * length;
}
