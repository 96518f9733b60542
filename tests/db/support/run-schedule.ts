import { expect } from "vitest";
import type { JobDefinition } from "@/lib/jobs/job-definition";
import { startRunner, until } from "./job-runner";
import type { TestWorld } from "./test-world";

/** One round of a schedule, now. @returns what it says it did */
export async function runSchedule(world: TestWorld, definition: JobDefinition): Promise<unknown> {
  const { kind } = definition;
  await world.db.job.deleteMany({ where: { kind } });
  const runner = startRunner(world.as("admin"), [definition]);
  const find = () => world.db.job.findFirst({ where: { kind } });
  await until(`${kind} has run`, async () => {
    const job = await find();
    return job !== null && job.status === "waiting" && job.runAt > world.clock.now;
  });
  await runner.stop();
  const job = await find();
  expect(job?.lastError).toBeNull();
  return job?.result;
}
