import { link, open, readFile, rename, rm, stat, utimes } from "node:fs/promises";
import { hostname } from "node:os";
import path from "node:path";

/** Whoever holds the folder shows life this often at least. */
const STALE_MS = 15_000;
/** A process that nobody finds here may be alive elsewhere under the same host name. */
const DEAD_MS = 3000;
const NAME = "audit_log.lock";

/**
 * Of several processes that write into one folder, one does. A lock whose holder has died is taken
 * over; of those who try, the rename lets one through.
 */
export class FolderLock {
  readonly #file: string;
  readonly #owner: string;
  #isHeld = false;
  /** how often it was taken: in between it may have been another's */
  takings = 0;

  /** @param owner unlike that of any other process */
  constructor(folder: string, owner: string) {
    this.#file = path.join(folder, NAME);
    this.#owner = `${hostname()} ${process.pid} ${owner}`;
  }

  /** Takes the lock, or shows that it is still held. @returns whether it is this process's */
  async hold(nowMs: number): Promise<boolean> {
    if (this.#isHeld) {
      this.#isHeld = (await this.#read()) === this.#owner;
    }
    if (this.#isHeld) {
      await utimes(this.#file, nowMs / 1000, nowMs / 1000);
      return true;
    }
    const abandoned = await this.#findAbandoned(nowMs);
    this.#isHeld = (abandoned === null || (await this.#bury(abandoned))) && (await this.#create());
    return this.#isHeld;
  }

  /**
   * Takes an abandoned lock away. Who was slower may have taken the lock of whoever was faster, and
   * puts it back.
   * @returns whether the abandoned one is gone
   */
  async #bury(abandoned: string): Promise<boolean> {
    const grave = `${this.#file}.${process.pid}`;
    await rename(this.#file, grave).catch(ignoreMissing);
    const found = await readFile(grave, "utf8").catch(() => null);
    if (found !== null && found !== abandoned) {
      await link(grave, this.#file).catch(() => undefined);
    }
    await rm(grave, { force: true });
    return found === abandoned;
  }

  async release(): Promise<void> {
    if (this.#isHeld && (await this.#read()) === this.#owner) {
      await rm(this.#file, { force: true });
    }
    this.#isHeld = false;
  }

  async #create(): Promise<boolean> {
    try {
      const file = await open(this.#file, "wx");
      await file.writeFile(this.#owner);
      await file.close();
      this.takings += 1;
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") {
        return false;
      }
      throw error;
    }
  }

  /** @returns what the lock says whose holder has died; null where there is none */
  async #findAbandoned(nowMs: number): Promise<string | null> {
    const [owner, times] = await Promise.all([this.#read(), stat(this.#file).catch(() => null)]);
    const [host, pid] = owner?.split(" ") ?? [];
    const isDead = host === hostname() && pid !== undefined && !isAlive(Number(pid));
    const isAbandoned = times !== null && nowMs - times.mtimeMs > (isDead ? DEAD_MS : STALE_MS);
    return isAbandoned ? owner : null;
  }

  #read(): Promise<string | null> {
    return readFile(this.#file, "utf8").catch(() => null);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") {
    throw error;
  }
}
