import type { Scenario } from "../pack";
import { CONTROLLED_REFILL } from "./scenarios/controlled-refill";
import { DUR_INTERACTION } from "./scenarios/dur-interaction";
import { HAPPY_PATH } from "./scenarios/happy-path";
import { INSURANCE_REJECTED_OUTDATED } from "./scenarios/insurance-rejected-outdated";
import { NO_INSURANCE_DISCOUNT_CARD } from "./scenarios/no-insurance-discount-card";
import { NO_REFILLS_PRESCRIBER } from "./scenarios/no-refills-prescriber";
import { OUT_OF_STOCK } from "./scenarios/out-of-stock";
import { PAYER_OUTAGE } from "./scenarios/payer-outage";
import { PRIOR_AUTH_REQUIRED } from "./scenarios/prior-auth-required";
import { REFILL_TOO_SOON } from "./scenarios/refill-too-soon";

/** Invented cases for the demo; people, payers and stores do not exist. Times are assumptions. */
export const SCENARIOS: readonly Scenario[] = [
  HAPPY_PATH,
  INSURANCE_REJECTED_OUTDATED,
  PRIOR_AUTH_REQUIRED,
  NO_REFILLS_PRESCRIBER,
  NO_INSURANCE_DISCOUNT_CARD,
  REFILL_TOO_SOON,
  CONTROLLED_REFILL,
  DUR_INTERACTION,
  PAYER_OUTAGE,
  OUT_OF_STOCK,
];
