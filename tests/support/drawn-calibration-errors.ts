import { expectedCalibrationError } from "@/lib/ame/ml/metrics/expected-calibration-error";
import { seededRandom } from "@/lib/ame/ml/seeded-random";

const DRAWS = 1000;

/**
 * The calibration errors, ascending, that these probabilities show when every one of them is true: what
 * so few rows hide, and no model can be blamed for.
 */
export function drawnCalibrationErrors(probabilities: readonly number[]): number[] {
  const random = seededRandom(1);
  return Array.from({ length: DRAWS }, () =>
    expectedCalibrationError(
      probabilities,
      probabilities.map((probability) => (random() < probability ? 1 : 0)),
    ),
  ).sort((a, b) => a - b);
}
