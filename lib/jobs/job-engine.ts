/** What runs the stored jobs. The jobs table stays the truth, whichever engine does the work. */
export interface JobEngine {
  /** returns at once; a database that cannot be asked is tried again */
  start(): void;
  /** takes nothing more, aborts what runs and gives back what has not ended within the grace */
  stop(): Promise<void>;
}
