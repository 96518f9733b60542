import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { beforeEach, expect, it } from "vitest";
import { FolderLock } from "@/lib/audit/mirror/folder-lock";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "control-tower-lock-"));
  return () => rm(folder, { recursive: true, force: true });
});

it("a lock that its holder has left goes to one of all who try at once", async () => {
  for (let round = 0; round < 40; round += 1) {
    const own = path.join(folder, String(round));
    await mkdir(own);
    const file = path.join(own, "audit_log.lock");
    await writeFile(file, "elsewhere 1 nobody");
    await utimes(file, 0, 0);
    const locks = Array.from({ length: 6 }, (_, i) => new FolderLock(own, `${round} ${i}`));
    const now = Date.now();
    await Promise.all(locks.map((lock) => lock.hold(now)));
    const still = await Promise.all(locks.map((lock) => lock.hold(now)));
    expect(still.filter(Boolean)).toHaveLength(1);
  }
});

it("a lock that has just been held is left to its holder, even when nobody finds the process", async () => {
  const file = path.join(folder, "audit_log.lock");
  const noSuchProcess = 2 ** 31 - 1;
  await writeFile(file, `${hostname()} ${noSuchProcess} other`);
  await utimes(file, 1000, 1000);
  const lock = new FolderLock(folder, "own");
  expect(await lock.hold(1_002_000)).toBe(false);
  expect(await lock.hold(1_004_000)).toBe(true);
});
