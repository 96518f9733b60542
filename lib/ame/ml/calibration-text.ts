import { type Isotonic, newIsotonic } from "./isotonic-regression";
import { newPlattScaling, type PlattScaling } from "./platt-scaling";
import { readModelText } from "./serial/model-reader";

const PLATT = "platt-scaling";
const ISOTONIC = "isotonic-regression";

/** The scaling as JSON, from which `parsePlattScaling` makes the same one, bit for bit. */
export function serialisePlattScaling({ slope, intercept }: PlattScaling): string {
  return JSON.stringify({ format: PLATT, version: 1, slope, intercept });
}

/** @throws ModelTextError where the text is not what `serialisePlattScaling` writes */
export function parsePlattScaling(text: string): PlattScaling {
  const reader = readModelText(text, PLATT);
  return newPlattScaling(reader.number("slope"), reader.number("intercept"));
}

/** The function as JSON, from which `parseIsotonic` makes the same one, bit for bit. */
export function serialiseIsotonic({ scores, values }: Isotonic): string {
  const [x, y] = [Array.from(scores), Array.from(values)];
  return JSON.stringify({ format: ISOTONIC, version: 1, scores: x, values: y });
}

/** @throws ModelTextError where the text is not what `serialiseIsotonic` writes */
export function parseIsotonic(text: string): Isotonic {
  const reader = readModelText(text, ISOTONIC);
  const [scores, values] = [reader.numbers("scores"), reader.numbers("values")];
  if (
    scores.length === 0 ||
    scores.some((score, at) => at > 0 && !(score > (scores[at - 1] ?? 0)))
  ) {
    reader.fail("scores", "is not ascending");
  }
  if (values.length !== scores.length) {
    reader.fail("values", `has ${values.length} entries for ${scores.length} scores`);
  }
  if (values.some((value, at) => at > 0 && value < (values[at - 1] ?? 0))) {
    reader.fail("values", "falls somewhere");
  }
  return newIsotonic(Float64Array.from(scores), Float64Array.from(values));
}
