import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

/** The same worlds every time; `npm run bench:ame` plays others. */
const SEED = "20261";

test("quickly simulated, no gate of the trust engine fails", async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--import", "tsx", "bench/ame.ts", "--quick", SEED],
    { maxBuffer: 2 ** 24 },
  );
  const gates = stdout.split("\n").filter((line) => /^(holds|FAILS) {2}/.test(line));
  expect(gates.length).toBeGreaterThan(20);
  expect(gates.filter((line) => line.startsWith("FAILS"))).toEqual([]);
}, 300_000);
