import type { Checkpoint } from "../checkpoints/statement";
import type { TrustedKeys } from "./check-signature";
import type { Fault } from "./fault";

export interface VerifyOptions {
  keys: TrustedKeys;
  /** statements that were kept elsewhere */
  held: readonly Checkpoint[];
  report(fault: Fault): void;
}
