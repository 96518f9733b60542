import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { startSealing, stopSealing } from "@/lib/audit/sealing/start-sealing";
import { degradedParts } from "@/lib/platform/degraded";
import { availableDatabases } from "../support/test-database";
import { openWorld } from "./support/test-world";

it("sealing starts, and says so, where the mirror cannot be read", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "control-tower-unreadable-"));
  // A folder in the file's place cannot be read by anybody, whatever their rights.
  await mkdir(path.join(folder, "audit_log.jsonl"));
  const [available] = await availableDatabases();
  const world = available && (await openWorld(available, { AUDIT_LOG_DIR: folder }));
  try {
    await startSealing();
    expect(degradedParts()).toEqual(["audit_mirror"]);
  } finally {
    await stopSealing();
    await world?.close();
    await rm(folder, { recursive: true, force: true });
  }
});
