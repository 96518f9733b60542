import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { executeGovernedAction } from "@/lib/automation/execute-governed-action";
import { getBoard } from "@/lib/automation/get-board";
import { runRules } from "@/lib/automation/run-rules";
import type { Board } from "@/lib/contracts/dashboard";
import type { Context } from "@/lib/kernel/context";
import { DEFAULT_PACK } from "@/lib/packs/find-pack";
import { seedScenarios } from "@/lib/scenarios/seed-scenarios";
import { createWorkflow } from "@/lib/workflows/create-workflow";
import { availableDatabases } from "../support/test-database";
import { addCase, decide, openAllGates, propose } from "./support/acts";
import { refusalOf } from "./support/outcomes";
import { openWorld, type TestWorld } from "./support/test-world";

const SHOWS = ["all", "breached", "at_risk", "rejected", "awaiting_decision"] as const;

describe.each(await availableDatabases())("the board on $provider", (available) => {
  let world: TestWorld;
  let admin: Context;
  beforeAll(async () => {
    world = await openWorld(available);
    admin = world.as("admin");
    await openAllGates(admin);
  });
  beforeEach(async () => {
    await world.db.workflow.deleteMany({});
  });
  afterAll(() => world.close());

  const cardsOf = (board: Board) => board.queues.flatMap(({ cases }) => cases);
  const namesOf = (board: Board) => cardsOf(board).map(({ name }) => name);
  const search = async (words: string) =>
    namesOf(await getBoard(admin, { search: words, show: "all" })).toSorted();
  const promiseIn = async (name: string, minutes: number, queue = "data_entry") => {
    const promised = new Date(world.clock.now.getTime() + minutes * 60_000);
    const { id } = await createWorkflow(
      admin,
      {
        name,
        queue,
        initial_tasks: [],
        promised_at: promised.toISOString(),
      },
      runRules,
    );
    return id;
  };

  it("counts the ten scenarios by queue, risk and exception", async () => {
    await seedScenarios(admin, { scenario_id: "", seed_all: true });
    const board = await getBoard(admin, { show: "all" });
    expect(board.open_cases).toBe(10);
    const standing = (queue: string) =>
      DEFAULT_PACK.scenarios.filter(({ seed }) => seed.queue === queue).length;
    expect(board.queues.map(({ key, count }) => [key, count])).toEqual(
      DEFAULT_PACK.queues.map(({ key }) => [key, standing(key)]),
    );
    const promised = DEFAULT_PACK.scenarios.map(({ seed }) => seed.promisedInMinutes ?? 9999);
    expect(board.exceptions).toEqual({
      breached: promised.filter((minutes) => minutes < 0).length,
      at_risk: promised.filter((minutes) => minutes >= 0 && minutes < 20).length,
      rejected: DEFAULT_PACK.scenarios.filter(({ seed }) => seed.insurance === "rejected").length,
      awaiting_decision: 0,
    });
    for (const { risk, promised_at } of cardsOf(board)) {
      const minutes = (Date.parse(promised_at ?? "") - world.clock.now.getTime()) / 60_000;
      expect(risk === "breached").toBe(minutes < 0);
      expect(risk === "at_risk").toBe(minutes >= 0 && minutes < 20);
    }
  });

  it.each(SHOWS)("filter %s shows what its count says", async (show) => {
    await seedScenarios(admin, { scenario_id: "", seed_all: true });
    await propose(admin, await addCase(admin));
    const board = await getBoard(admin, { show });
    const shown = cardsOf(board).length;
    expect(shown).toBe(board.queues.reduce((total, { count }) => total + count, 0));
    expect(shown).toBe(show === "all" ? 11 : board.exceptions[show]);
    const { exceptions } = await getBoard(admin, { show: "all" });
    expect(board.exceptions).toEqual(exceptions);
  });

  it("counts a decision as awaited until it is made, and shows open proposals on the card", async () => {
    const id = await propose(admin, await addCase(admin));
    const waiting = await getBoard(admin, { show: "awaiting_decision" });
    expect(cardsOf(waiting).map(({ open_proposals }) => open_proposals)).toEqual([1]);
    await decide(admin, id);
    const after = await getBoard(admin, { show: "all" });
    expect(after.exceptions.awaiting_decision).toBe(0);
    expect(cardsOf(after)[0]?.open_proposals).toBe(1);
  });

  it("puts the earliest promise first and draws the lines of risk at 0 and 20 minutes", async () => {
    for (const [name, minutes] of [
      ["d", 20],
      ["c", 19.99],
      ["b", 0],
      ["a", -0.01],
    ] as const) {
      await promiseIn(name, minutes);
    }
    const board = await getBoard(admin, { show: "all" });
    expect(cardsOf(board).map(({ name, risk }) => `${name} ${risk}`)).toEqual([
      "a breached",
      "b at_risk",
      "c at_risk",
      "d on_time",
    ]);
    expect(board.exceptions).toMatchObject({ breached: 1, at_risk: 2 });
  });

  it("shows the 50 most urgent of a queue and counts all of them", async () => {
    for (let index = 0; index < 55; index += 1) {
      await promiseIn(`case ${index}`, 100 - index);
    }
    const column = (await getBoard(admin, { show: "all" })).queues.find(
      ({ key }) => key === "data_entry",
    );
    expect(column?.count).toBe(55);
    expect(column?.cases.map(({ name }) => name)).toEqual(
      Array.from({ length: 50 }, (_, index) => `case ${54 - index}`),
    );
  });

  it("shows in the last queue the cases that were closed last, first", async () => {
    for (const [name, minutes] of [
      ["promised later", 600],
      ["promised sooner", 30],
    ] as const) {
      const id = await promiseIn(name, minutes, "verification");
      world.advanceMinutes(1);
      await executeGovernedAction(admin, {
        workflow_id: id,
        action_type: "advance_queue",
        metadata: {},
      });
    }
    const board = await getBoard(admin, { show: "all" });
    expect(board.open_cases).toBe(0);
    expect(namesOf(board)).toEqual(["promised sooner", "promised later"]);
    expect(cardsOf(board).map(({ risk }) => risk)).toEqual(["none", "none"]);
  });

  it("search ignores case and finds name, number, drug, payer, reject and store", async () => {
    await seedScenarios(admin, { scenario_id: "insurance_rejected_outdated", seed_all: false });
    await seedScenarios(admin, { scenario_id: "happy_path", seed_all: false });
    for (const words of [
      "AMLODIPINE",
      "rx-104231",
      "whetstone",
      "expired",
      "Far Hills",
      "lindqvist",
    ]) {
      expect(await search(words)).toEqual(["Refill: amLODIPine 5 mg"]);
    }
    expect(await search("nobody")).toEqual([]);
    expect(await search("")).toHaveLength(2);
  });

  it("search takes letters beyond ASCII and emoji in any case", async () => {
    await addCase(admin, { name: "ÄÖÜ Łódź 👩‍⚕️" });
    await addCase(admin, { name: "aou lodz" });
    for (const words of ["äöü", "łódź", "👩‍⚕️"]) {
      expect(await search(words)).toEqual(["ÄÖÜ Łódź 👩‍⚕️"]);
    }
  });

  it.each(["%", "_", "100%", "a_b", "\\", "\\%", "'", '"', "[", "*"])(
    "search takes %s as it is written",
    async (words) => {
      await addCase(admin, { name: `with ${words} inside` });
      await addCase(admin, { name: "100 axb plain" });
      expect(await search(words)).toEqual([`with ${words} inside`]);
    },
  );

  it("search for a NUL character finds nothing and breaks nothing", async () => {
    await addCase(admin);
    const call = getBoard(admin, { search: `a${String.fromCharCode(0)}`, show: "all" });
    expect(["ok", "invalid"]).toContain(await refusalOf(call));
  });

  it("search finds a drug with its strength also after the case has changed", async () => {
    const attributes = {
      reject_code: "99",
      drug: { name: "zolpidem", strength: "10 mg", form: "tablet", schedule: "C-IV" },
    };
    const id = await addCase(admin, { queue: "rejection_resolution", attributes });
    expect(await search("zolpidem 10 mg")).toHaveLength(1);
    await executeGovernedAction(admin, {
      workflow_id: id,
      action_type: "resolve_rejection",
      metadata: { resolution: "resubmit" },
    });
    expect(await search("zolpidem 10 mg")).toHaveLength(1);
  });

  it("is a tenant's own", async () => {
    await propose(admin, await addCase(admin));
    const board = await getBoard(world.as("admin", "other"), { show: "all" });
    expect([board.open_cases, cardsOf(board).length, board.exceptions.awaiting_decision]).toEqual([
      0, 0, 0,
    ]);
  });
});
