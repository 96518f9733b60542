import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { type Storage, StorageKeyError, type StorageStats } from "./storage";

const STATS_MAX_AGE_MS = 30_000;
/** A file that is still being written. */
const PARTIAL = /\.[\da-f-]{36}\.partial$/;
/** What the system says when a key names a folder, or lies below a file. */
const NO_FILE = new Set(["ENOENT", "EISDIR", "ENOTDIR"]);

/** Files under one folder of this machine. A write is complete or absent: it lands by rename. */
export class LocalStorage implements Storage {
  #counted: { at: number; count: Promise<number> } | null = null;

  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  async put(key: string, content: Uint8Array): Promise<void> {
    const file = this.#resolve(key);
    await mkdir(path.dirname(file), { recursive: true });
    const partial = `${file}.${randomUUID()}.partial`;
    try {
      await writeFile(partial, content, { flush: true });
      await rename(partial, file);
    } catch (error) {
      await rm(partial, { force: true });
      throw error;
    }
    this.#counted = null;
  }

  async get(key: string): Promise<Uint8Array | null> {
    try {
      return await readFile(this.#resolve(key));
    } catch (error) {
      if (NO_FILE.has((error as NodeJS.ErrnoException).code ?? "")) {
        return null;
      }
      throw error;
    }
  }

  async delete(key: string): Promise<void> {
    await rm(this.#resolve(key), { force: true });
    this.#counted = null;
  }

  async list(prefix: string): Promise<string[]> {
    const entries = await readdir(this.#root, { recursive: true, withFileTypes: true }).catch(
      () => [],
    );
    return entries
      .filter((entry) => entry.isFile() && !PARTIAL.test(entry.name))
      .map((entry) => path.relative(this.#root, path.join(entry.parentPath, entry.name)))
      .map((key) => key.split(path.sep).join("/"))
      .filter((key) => key.startsWith(prefix))
      .sort();
  }

  /** The count is at most 30 s old, so that a health check never walks the folder. */
  async stats(): Promise<StorageStats> {
    const now = performance.now();
    if (this.#counted === null || now - this.#counted.at > STATS_MAX_AGE_MS) {
      this.#counted = { at: now, count: this.list("").then((keys) => keys.length) };
    }
    return { backend: "local", root: this.#root, file_count: await this.#counted.count };
  }

  #resolve(key: string): string {
    const file = path.resolve(this.#root, key);
    const inside = path.relative(path.resolve(this.#root), file);
    // Whatever resolves to another spelling would be a second name for the same file.
    const isPlain =
      inside.split(path.sep).join("/") === key && !/[\0\\]/.test(key) && !PARTIAL.test(key);
    if (!isPlain || inside === "" || inside.startsWith("..") || path.isAbsolute(inside)) {
      throw new StorageKeyError(key);
    }
    return file;
  }
}
