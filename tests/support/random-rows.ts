import { probabilityOf } from "@/lib/ame/ml/logistic";
import { seededRandom } from "@/lib/ame/ml/seeded-random";

interface Shape {
  rowCount: number;
  featureCount: number;
  seed: number;
  /** share of the values that are missing */
  missing?: number;
}

/** Rows whose label depends on the first two features and on both together, the rest being noise. */
export function randomRows({ rowCount, featureCount, seed, missing = 0 }: Shape) {
  const random = seededRandom(seed);
  const rows = new Float64Array(rowCount * featureCount);
  const labels = Array.from({ length: rowCount }, (_, row) => {
    const values = Array.from({ length: featureCount }, () => 2 * random() - 1);
    rows.set(
      values.map((value) => (random() < missing ? Number.NaN : value)),
      row * featureCount,
    );
    const [first = 0, second = 0] = values;
    return random() < probabilityOf(2 * first + second + 3 * first * second) ? 1 : 0;
  });
  return { rows, rowCount, featureCount, labels };
}
