const MIN_CONFIDENCE = 0.5;
const MIN_SAFETY = 0.6;

/** Pure: what of a forecast speaks against acting alone now, whatever was earned. */
export function doubtsOf(forecast: { confidence: number; safety: number }): string[] {
  const { confidence, safety } = forecast;
  return [
    ...(confidence < MIN_CONFIDENCE
      ? [`Model confidence ${confidence} is below ${MIN_CONFIDENCE}.`]
      : []),
    ...(safety < MIN_SAFETY ? [`Model safety ${safety} is below ${MIN_SAFETY}.`] : []),
  ];
}
