const EXACT = 1000;
const EULER = 0.577_215_664_901_532_9;

/**
 * c(n): the mean depth at which a search in a random binary tree of n rows ends without a find, by
 * which path lengths are made comparable (Liu et al. 2008, eq. 1). 0 for one row, 1 for two.
 */
export function averagePathLength(rows: number): number {
  return rows <= 1 ? 0 : 2 * harmonic(rows - 1) - (2 * (rows - 1)) / rows;
}

function harmonic(count: number): number {
  if (count > EXACT) {
    return Math.log(count) + EULER + 1 / (2 * count);
  }
  let sum = 0;
  for (let i = 1; i <= count; i += 1) {
    sum += 1 / i;
  }
  return sum;
}
