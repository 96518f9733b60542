/** Another runner has taken the job over; whatever this one still does is rolled back. */
export class LeaseLostError extends Error {
  constructor() {
    super("Another runner has taken this job over.");
    this.name = "LeaseLostError";
  }
}

/** Somebody has cancelled the job while it ran. */
export class JobCancelledError extends Error {
  constructor() {
    super("The job was cancelled.");
    this.name = "JobCancelledError";
  }
}

/** The process stops; the job goes back to the others as if this try had not been. */
export class RunnerStoppedError extends Error {
  constructor() {
    super("The runner is stopping.");
    this.name = "RunnerStoppedError";
  }
}

/** Thrown by a definition that knows when to try again; it counts as a try like any other. */
export class RetryJobError extends Error {
  /** null = as the definition's own delays say */
  readonly afterSeconds: number | null;

  constructor(message: string, afterSeconds: number | null = null) {
    super(message);
    this.name = "RetryJobError";
    this.afterSeconds = afterSeconds;
  }
}

/** Thrown by a definition when no further try can help: the job is dead at once. */
export class PermanentJobError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "PermanentJobError";
  }
}
