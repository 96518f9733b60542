import { createReadStream } from "node:fs";
import { type FileHandle, open, readdir, stat, truncate } from "node:fs/promises";
import path from "node:path";
import type { Checkpoint } from "../checkpoints/statement";
import { type ChainEnd, chainStart } from "../sealing/chain";
import { readLine } from "../verify/record-line";

export const CURRENT = "audit_log.jsonl";

/** How far a mirror has come with one tenant. */
export interface MirroredChain extends ChainEnd {
  /** the last checkpoint that it holds */
  checkpoint: number;
  /** how far the last prune statement goes that this file holds */
  pruned: number;
  /** the last checkpoint itself, where this file holds it */
  signed: Checkpoint | null;
}

/** A tenant of which nothing has been mirrored. */
export function mirroredStart(tenant: string): MirroredChain {
  return { ...chainStart(tenant), checkpoint: 0, pruned: 0, signed: null };
}

export async function hasAnything(file: string): Promise<boolean> {
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  return size > 0;
}

/** Whether there is such a file with a whole line in it; a torn last line is cut off. */
async function hasLines(file: string): Promise<boolean> {
  return (await hasAnything(file)) && (await cutTornLine(file)) > 0;
}

/** Which file it is, and how long: another one, or a longer one, holds what was not read. */
export interface FileIdentity {
  ino: number;
  size: number;
}

/** Of the newest file; null where there is none. */
export async function identify(folder: string): Promise<FileIdentity | null> {
  const found = await stat(path.join(folder, CURRENT)).catch(ifMissing(null));
  return found && { ino: found.ino, size: found.size };
}

export interface MirrorState {
  chains: Map<string, MirroredChain>;
  /** what the newest file was before anything was read */
  current: FileIdentity | null;
}

/** How far a mirror has come, read from its newest file, after a torn last line was cut off. */
export async function readMirrorState(folder: string): Promise<MirrorState> {
  const chains = new Map<string, MirroredChain>();
  const [newest, ...older] = await newestFirst(folder);
  const isBegun = newest !== undefined && (await hasLines(newest));
  const current = await identify(folder);
  for (const file of isBegun ? [newest] : older) {
    if (await hasLines(file)) {
      for await (const line of linesOf(file)) {
        follow(chains, line);
      }
      break;
    }
  }
  return { chains, current };
}

/** An empty newest file was begun by a process that died at once; the one before says more. */
export async function newestFirst(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(ifMissing<string[]>([]));
  const files = names.filter((name) => /^audit_log\..+\.jsonl$/.test(name));
  return [CURRENT, ...files.sort().reverse()].map((name) => path.join(folder, name));
}

export function follow(chains: Map<string, MirroredChain>, line: string): void {
  const record = readLine(line);
  if (record === null) {
    return;
  }
  const stepOf = (tenant: string) => chains.get(tenant) ?? mirroredStart(tenant);
  if ("seal" in record) {
    const { tenant_id, position, chain_hash } = record.seal;
    chains.set(tenant_id, { ...stepOf(tenant_id), position, chainHash: chain_hash });
  } else if ("start" in record) {
    const { tenant_id, position, chain_hash, checkpoint } = record.start;
    const start = { ...mirroredStart(tenant_id), position, chainHash: chain_hash, checkpoint };
    chains.set(tenant_id, start);
  } else if ("checkpoint" in record) {
    const { tenant_id, position } = record.checkpoint;
    const step = stepOf(tenant_id);
    chains.set(tenant_id, { ...step, checkpoint: position, signed: record.checkpoint });
  } else if ("prune" in record) {
    const { tenant_id, through_position: pruned, chain_hash } = record.prune;
    const step = stepOf(tenant_id);
    const end = pruned > step.position ? { position: pruned, chainHash: chain_hash } : {};
    chains.set(tenant_id, { ...step, ...end, pruned });
  }
}

const TAIL_BYTES = 65_536;
const LINE_END = 0x0a;

/** A process that died while it wrote leaves part of a line; the whole one is written again. */
async function cutTornLine(name: string): Promise<number> {
  const file = await open(name, "r");
  let end: number;
  try {
    const { size } = await file.stat();
    end = await endOfLastLine(file, size);
    if (end === size) {
      return size;
    }
  } finally {
    await file.close();
  }
  await truncate(name, end);
  return end;
}

async function endOfLastLine(file: FileHandle, size: number): Promise<number> {
  for (let at = size; at > 0; at -= TAIL_BYTES) {
    const from = Math.max(0, at - TAIL_BYTES);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(at - from), 0, at - from, from);
    const last = buffer.subarray(0, bytesRead).lastIndexOf(LINE_END);
    if (last >= 0) {
      return from + last + 1;
    }
  }
  return 0;
}

export async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of createReadStream(file, { encoding: "utf8", highWaterMark: 1 << 20 })) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}

function ifMissing<T>(value: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code !== "ENOENT") {
      throw error;
    }
    return value;
  };
}
