/** Draws uniformly from [0, 1), 32 bits each; the same seed gives the same draws on every machine. */
export type Random = () => number;

/** sfc32 (Doty-Humphrey, PractRand): 128 bits of state, passes BigCrush. */
export function seededRandom(seed: number): Random {
  let [a, b, c, counter] = [seed | 0, (seed / 2 ** 32) | 0, 0x9e3779b9 | 0, 1];
  const draw = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 12; i += 1) {
    draw();
  }
  return draw;
}
