/** What is forecast while no model has been trained. */
export const COLD_START = {
  approveProbability: 0.5,
  successProbability: 0.86,
  safety: 0.92,
  modelVersion: 0,
} as const;
