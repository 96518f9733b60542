import { type FileHandle, mkdir, open, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { syncToDisk } from "@/lib/db/sync-to-disk";
import type { Context } from "@/lib/kernel/context";
import { getSettings } from "@/lib/platform/settings";
import { findNewestCheckpoints } from "../checkpoints/checkpoint-repository";
import { chainStart } from "../sealing/chain";
import { findChainEnds } from "../sealing/seal-repository";
import { findPrunedPositions } from "../trail-repository";
import { toLine } from "../verify/record-line";
import type { TrailRecord } from "../verify/trail-record";
import { FolderLock } from "./folder-lock";
import {
  CURRENT,
  type FileIdentity,
  identify,
  type MirroredChain,
  mirroredStart,
  readMirrorState,
} from "./mirror-state";
import { recordsAfter, type Stand } from "./records-after";

const MIB = 1024 * 1024;

interface MirrorOptions {
  folder: string;
  maxSizeMb: number;
}

/** "waiting": another process writes this folder. */
export type MirrorPass =
  | { kind: "written"; lines: number; hasMore: boolean; broken: readonly BrokenChain[] }
  | { kind: "waiting" };

/** A chain that does not go on from what was mirrored of it. */
interface BrokenChain {
  tenant: string;
  what: string;
}

/**
 * A copy of every sealed entry beside the database, one line each, appended as they are sealed.
 * Knows from the files alone how far it has come, so a crash or a full disk loses nothing.
 */
export class Mirror {
  readonly #options: MirrorOptions;
  readonly #path: string;
  readonly #lock: FolderLock;
  #chains: Map<string, MirroredChain> | null = null;
  /** the newest file as it was left, or was when the chains were read */
  #current: FileIdentity | null = null;
  #file: FileHandle | null = null;
  #takings = 0;

  constructor(options: MirrorOptions, owner: string) {
    this.#options = options;
    this.#path = path.join(options.folder, CURRENT);
    this.#lock = new FolderLock(options.folder, owner);
  }

  /** Writes what has been sealed since, at most some hundreds of each tenant. Rejects when it cannot. */
  async pass(ctx: Context): Promise<MirrorPass> {
    await mkdir(this.#options.folder, { recursive: true });
    if (!(await this.#lock.hold(ctx.now().getTime()))) {
      await this.#forget();
      return { kind: "waiting" };
    }
    try {
      if (this.#takings !== this.#lock.takings) {
        // Whoever had the folder meanwhile may have written.
        await this.#forget();
        this.#takings = this.#lock.takings;
      }
      return await this.#writeOn(ctx);
    } catch (error) {
      // What the file holds now is not known; the next pass reads it again.
      await this.#forget().catch(() => undefined);
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#forget();
    await this.#lock.release();
  }

  async #writeOn(ctx: Context): Promise<MirrorPass> {
    if (this.#chains === null) {
      const { chains, current } = await readMirrorState(this.#options.folder);
      [this.#chains, this.#current] = [chains, current];
    }
    const chains = new Map(this.#chains);
    const records: TrailRecord[] = [];
    const broken: BrokenChain[] = [];
    let hasMore = false;
    for (const [tenant, stand] of await findStands(ctx, chains.keys())) {
      const next = await recordsAfter(
        ctx,
        tenant,
        chains.get(tenant) ?? mirroredStart(tenant),
        stand,
      );
      records.push(...next.records);
      chains.set(tenant, next.chain);
      hasMore ||= next.chain.position < stand.end.position;
      if (next.broken) {
        broken.push({ tenant, what: next.broken });
      }
    }
    if (records.length > 0) {
      await this.#append(ctx, records.map(toLine));
      this.#chains = chains;
    }
    return { kind: "written", lines: records.length, hasMore, broken };
  }

  async #append(ctx: Context, lines: readonly string[]): Promise<void> {
    await syncToDisk(getSettings().databaseUrl);
    await this.#assertAlone();
    const { file, current } = await this.#openFile(ctx);
    await this.#assertAlone();
    const bytes = Buffer.from(`${lines.join("\n")}\n`);
    await file.appendFile(bytes);
    await file.datasync();
    this.#current = { ...current, size: current.size + bytes.length };
  }

  async #openFile(ctx: Context): Promise<{ file: FileHandle; current: FileIdentity }> {
    if (this.#current && this.#current.size >= this.#options.maxSizeMb * MIB) {
      await this.#file?.close();
      this.#file = null;
      const stamp = ctx.now().toISOString().replaceAll(/[-:.]/g, "");
      await rename(this.#path, path.join(this.#options.folder, `audit_log.${stamp}.jsonl`));
      this.#current = null;
    }
    this.#file ??= await this.#beginFile();
    this.#current ??= await identify(this.#options.folder);
    return { file: this.#file, current: this.#current ?? { ino: 0, size: 0 } };
  }

  /**
   * Each file says where its chains go on, so that it can be verified, and continued, by itself. It
   * appears whole: half of it would pass for all that was mirrored.
   */
  async #beginFile(): Promise<FileHandle> {
    const starts = [...(this.#chains ?? [])].map(([tenant_id, chain]) => {
      const { position, chainHash: chain_hash, checkpoint } = chain;
      return `${toLine({ start: { tenant_id, position, chain_hash, checkpoint } })}\n`;
    });
    if (!this.#current?.size && starts.length > 0) {
      const begun = `${this.#path}.new`;
      await writeFile(begun, starts.join(""), { mode: 0o600, flush: true });
      await rename(begun, this.#path);
      this.#current = null;
    }
    return open(this.#path, "a", 0o600);
  }

  /** Who was away for long may have lost the folder, and another may have written since. */
  async #assertAlone(): Promise<void> {
    const found = await identify(this.#options.folder);
    if (found?.ino !== this.#current?.ino || found?.size !== this.#current?.size) {
      throw new Error("Another process has written into the audit mirror meanwhile.");
    }
  }

  async #forget(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    this.#chains = null;
    await file?.close();
  }
}

/**
 * Of every tenant, in few queries: most have nothing new. One that was mirrored and is not there any
 * more stands at its beginning.
 */
async function findStands(ctx: Context, mirrored: Iterable<string>): Promise<Map<string, Stand>> {
  const pruned = await findPrunedPositions(ctx);
  const ends = await findChainEnds(ctx);
  const checkpoints = await findNewestCheckpoints(ctx);
  return new Map(
    [...new Set([...ends.keys(), ...mirrored])].map((tenant) => [
      tenant,
      {
        end: ends.get(tenant) ?? chainStart(tenant),
        checkpoint: checkpoints.get(tenant)?.position ?? 0,
        pruned: pruned.get(tenant) ?? 0,
      },
    ]),
  );
}
