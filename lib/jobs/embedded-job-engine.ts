import { setImmediate, setTimeout as wait } from "node:timers/promises";
import type { Context } from "@/lib/kernel/context";
import { keepBooks } from "@/lib/kernel/transaction";
import { getLogger } from "@/lib/platform/logger";
import { onWakeUp, wakeUp } from "@/lib/platform/wake-up";
import { findJobsToRun } from "./find-jobs-to-run";
import type { LeasedJob } from "./job";
import type { JobDefinition } from "./job-definition";
import type { JobEngine } from "./job-engine";
import { JobCancelledError, LeaseLostError, RunnerStoppedError } from "./job-error";
import { extendLeases, findHeldLeases, leaseJobs } from "./lease-repository";
import { runJob } from "./run-job";
import { runnerState } from "./runner-state";
import { settleJob } from "./settle-job";
import { type JobEnd, settlementOf } from "./settlement";
import { storeSchedules } from "./store-schedules";

export interface EngineOptions {
  /** whose database and clock the jobs get; each acts as itself, for its own tenant */
  ctx: Context;
  definitions: readonly JobDefinition[];
  /** jobs at once */
  concurrency: number;
  pollMs?: number;
  leaseMs?: number;
  beatMs?: number;
  graceMs?: number;
}

interface Running {
  job: LeasedJob;
  controller: AbortController;
  ended: Promise<void>;
}

const DEFAULTS = { pollMs: 1000, leaseMs: 30_000, beatMs: 10_000, graceMs: 2000 };

/** Runs the stored jobs inside this process; any number of processes may share one database. */
export class EmbeddedJobEngine implements JobEngine {
  readonly #options: Required<EngineOptions>;
  readonly #definitions: ReadonlyMap<string, JobDefinition>;
  readonly #running = new Set<Running>();
  #loop: Promise<void> | null = null;
  #stopped: Promise<void> | null = null;
  #stopListening = () => {};
  #isStopping = false;
  #isWoken = false;
  #isOut = false;
  #hasSchedules = false;
  #lastBeatAt = 0;
  #wake = () => {};

  constructor(options: EngineOptions) {
    this.#options = { ...DEFAULTS, ...options };
    this.#definitions = new Map(options.definitions.map((one) => [one.kind, one]));
  }

  start(): void {
    if (this.#loop !== null) {
      return;
    }
    this.#stopListening = onWakeUp("job", () => {
      this.#isWoken = true;
      this.#wake();
    });
    runnerState().isRunning = true;
    this.#loop = this.#work();
  }

  stop(): Promise<void> {
    if (this.#loop === null) {
      return Promise.resolve();
    }
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    this.#isStopping = true;
    runnerState().isRunning = false;
    this.#stopListening();
    this.#wake();
    // Those who wait for a job here learn that it will not end here.
    wakeUp("job");
    for (const { controller } of this.#running) {
      controller.abort(new RunnerStoppedError());
    }
    await Promise.race([this.#ended(), wait(this.#options.graceMs, undefined, { ref: false })]);
    // What has not ended by now may go on, but its lease is gone and so nothing more of it commits.
    await Promise.all([...this.#running].map(({ job }) => this.#settle(job, { kind: "stopped" })));
  }

  async #ended(): Promise<void> {
    await this.#loop;
    await Promise.all([...this.#running].map(({ ended }) => ended));
  }

  /** One round after another: look after what runs, take what is due, rest. */
  async #work(): Promise<void> {
    while (!this.#isStopping) {
      // SQLite answers without ever letting go of the thread; requests get their turn here.
      await setImmediate();
      this.#isWoken = false;
      const taken = await this.#round();
      if (taken === 0 && !this.#isWoken && !this.#isStopping) {
        await this.#rest();
      }
    }
  }

  async #round(): Promise<number> {
    try {
      if (!this.#hasSchedules) {
        await storeSchedules(this.#options.ctx, [...this.#definitions.values()]);
        this.#hasSchedules = true;
      }
      await this.#lookAfter();
      const jobs = await this.#take();
      if (this.#isOut) {
        this.#isOut = false;
        getLogger().warn("the job runner can ask the database again");
      }
      return jobs;
    } catch (error) {
      if (!this.#isOut) {
        this.#isOut = true;
        getLogger().error({ err: error }, "the job runner cannot ask the database; it tries again");
      }
      this.#isWoken = false;
      return 0;
    }
  }

  /** Hears of cancelled jobs and of lost leases, and prolongs the others. */
  async #lookAfter(): Promise<void> {
    if (this.#running.size === 0) {
      return;
    }
    const { ctx, leaseMs, beatMs } = this.#options;
    const running = [...this.#running];
    const leases = running.map(({ job }) => job);
    if (performance.now() - this.#lastBeatAt >= beatMs) {
      const until = new Date(ctx.now().getTime() + leaseMs);
      await keepBooks(ctx, (tx) => extendLeases(tx, leases, until));
      this.#lastBeatAt = performance.now();
    }
    const held = await findHeldLeases(ctx, leases);
    for (const { job, controller } of running) {
      const lease = held.find(({ id, token }) => id === job.id && token === job.token);
      if (!lease) {
        controller.abort(new LeaseLostError());
      } else if (lease.isCancelRequested) {
        controller.abort(new JobCancelledError());
      }
    }
  }

  async #take(): Promise<number> {
    const { ctx, concurrency, leaseMs } = this.#options;
    const running = [...this.#running].map(({ job }) => job.kind);
    const ids = await findJobsToRun(ctx, { definitions: this.#definitions, concurrency, running });
    if (ids.length === 0) {
      return 0;
    }
    const lease = { token: ctx.newId(), until: new Date(ctx.now().getTime() + leaseMs) };
    const jobs = await keepBooks(ctx, (tx) => leaseJobs(tx, ids, lease));
    for (const job of jobs) {
      const controller = new AbortController();
      if (this.#isStopping) {
        controller.abort(new RunnerStoppedError());
      }
      const one: Running = { job, controller, ended: Promise.resolve() };
      this.#running.add(one);
      one.ended = this.#run(one);
    }
    return jobs.length;
  }

  async #run(one: Running): Promise<void> {
    const { job, controller } = one;
    const { signal } = controller;
    const definition = this.#definitions.get(job.kind);
    const run = { ctx: this.#contextOf(job), signal, leaseMs: this.#options.leaseMs };
    const end = await runJob(definition, job, run);
    if (end.kind === "failed") {
      getLogger().warn({ err: end.error, jobId: job.id, kind: job.kind }, "a job failed");
    }
    await this.#settle(job, end);
    this.#running.delete(one);
    wakeUp("job");
  }

  /** While the database is out the lease lasts, and so does the right to say how the job ended. */
  async #settle(job: LeasedJob, end: JobEnd): Promise<void> {
    if (end.kind === "lost") {
      return;
    }
    const ctx = this.#contextOf(job);
    const delays = this.#definitions.get(job.kind)?.retryDelaysSeconds ?? [];
    const giveUpAt = performance.now() + this.#options.leaseMs;
    for (;;) {
      try {
        await settleJob(ctx, job, settlementOf(job, delays, end, ctx.now()));
        return;
      } catch (error) {
        if (this.#isStopping || performance.now() > giveUpAt) {
          getLogger().error({ err: error, jobId: job.id }, "how a job ended could not be stored");
          return;
        }
        await wait(this.#options.pollMs, undefined, { ref: false });
      }
    }
  }

  #contextOf(job: LeasedJob): Context {
    return {
      ...this.#options.ctx,
      actor: { kind: "system", id: `job:${job.kind}`, role: "admin" },
      tenantId: job.tenantId,
      sites: "*",
      requestId: job.requestId,
      source: "system",
    };
  }

  /** Until it is woken or the next poll is due. */
  #rest(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.#options.pollMs).unref();
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
