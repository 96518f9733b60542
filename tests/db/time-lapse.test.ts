import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cancelJob } from "@/lib/jobs/cancel-job";
import type { Context } from "@/lib/kernel/context";
import { STAGES } from "@/lib/packs/pack";
import { getTimeLapse } from "@/lib/scenarios/time-lapse/get-time-lapse";
import { startTimeLapse } from "@/lib/scenarios/time-lapse/start-time-lapse";
import { timeLapseJob } from "@/lib/scenarios/time-lapse/time-lapse-job";
import { availableDatabases } from "../support/test-database";
import { startRunner, until } from "./support/job-runner";
import { refusalOf } from "./support/outcomes";
import { reporter } from "./support/reports";
import { openWorld, type TestWorld } from "./support/test-world";
import { earnCertificate, rebuilt } from "./support/trust";

const RUN = { days: 30, seed: 1, drift_day: 12, drift_days: 2 };
/** Of a minute's work on a machine that does other things too. */
const PATIENCE_MS = 240_000;
const CLAIMS = "submit_claim";

// What the days come to is the same on every database; one plays them all.
const databases = (await availableDatabases()).map((available, i) => ({
  provider: available.provider,
  available,
  days: i === 0 ? RUN.days : 2,
}));

describe.each(databases)("the time-lapse on $provider", ({ available, days }) => {
  let world: TestWorld;
  let admin: Context;
  beforeAll(async () => {
    world = await openWorld(available);
    admin = world.as("admin");
  });
  afterAll(() => world.close());

  async function play(more: Partial<typeof RUN> = {}) {
    await startTimeLapse(admin, { ...RUN, days, ...more });
    const runner = startRunner(admin, [timeLapseJob]);
    const isOver = async () => {
      const { job } = await getTimeLapse(admin);
      return job?.status === "succeeded" || job?.status === "dead";
    };
    await until("all days are played", isOver, PATIENCE_MS);
    await runner.stop();
    const run = await getTimeLapse(admin);
    expect(run.job).toMatchObject({ status: "succeeded", progress: 12 * (more.days ?? days) });
    return run.days;
  }

  it("plays the same days from the same seed, in a site of its own", async () => {
    await earnCertificate(world);
    const elsewhere = async () => world.db.ameEvent.findMany({ where: { siteId: "store-7" } });
    const before = await elsewhere();
    const played = await play({ days: 2 });
    expect(await play({ days: 2 })).toEqual(played);
    expect(await play({ days: 2, seed: 2 })).not.toEqual(played);
    expect(await elsewhere()).toEqual(before);
    const sites = await world.db.trustScope.groupBy({ by: ["siteId"] });
    expect(sites.map(({ siteId }) => siteId).sort()).toEqual(["demo_time_lapse", "store-7"]);
  });

  it("nobody else reports to its site", async () => {
    const one = reporter(admin, "p-1", { site_id: "demo_time_lapse" });
    expect(await refusalOf(one.propose())).toBe("invalid");
  });

  it("one goes on at a time, and it can be cancelled between days", async () => {
    const job = await startTimeLapse(admin, RUN);
    expect(await refusalOf(startTimeLapse(admin, RUN))).toBe("conflict");
    await cancelJob(admin, job.id);
    expect(await getTimeLapse(admin)).toMatchObject({ job: { status: "cancelled" }, days: [] });
  });

  it.runIf(days === RUN.days)(
    "trust rises, a payer's new rules are contained, and it is earned anew",
    async () => {
      const played = await play();
      const claims = played.map(({ day, scopes }) => ({
        day,
        ...scopes.find(({ action_type }) => action_type === CLAIMS),
      }));
      const stageOn = (day: number) => STAGES.indexOf(claims[day - 1]?.stage ?? "observe");
      expect(stageOn(1)).toBe(STAGES.indexOf("propose"));
      expect(stageOn(11)).toBeGreaterThanOrEqual(STAGES.indexOf("conditional_auto"));
      const lowest = Math.min(...[12, 13, 14, 15, 16].map(stageOn));
      expect(lowest).toBeLessThan(stageOn(11));
      expect(claims.map(({ stage }) => stage)).toContain("propose");
      expect(stageOn(RUN.days)).toBeGreaterThan(lowest);
      const unharmed = claims.filter(({ day }) => day < 12);
      expect(unharmed.reduce((sum, { alone = 0 }) => sum + alone, 0)).toBeGreaterThan(0);
      expect((await rebuilt(world)).flatMap(({ differences }) => differences)).toEqual([]);
    },
    300_000,
  );
});
