import type { RawReader } from "@/lib/db/raw-reader";
import type { Checkpoint } from "../checkpoints/statement";
import type { Fault } from "./fault";
import {
  findTenants,
  type LinkRow,
  readChainHead,
  readCheckpoints,
  readLinks,
  readPrunes,
  readSignedUpTo,
  readUnsealed,
} from "./raw-trail-repository";
import type { VerifyOptions } from "./verify-options";
import { type TenantResult, TrailVerifier } from "./verify-trail";

/** Entries are sealed within a second or so; younger ones are on their way. */
const MAX_UNSEALED_MS = 15_000;

export interface DatabaseResult {
  tenants: TenantResult[];
  /** entries that are too young to be missed */
  waiting: number;
}

interface DatabaseOptions extends VerifyOptions {
  /** the clock that "young" is measured against, whenever something was read */
  now(): Date;
}

/** Verifies everything that a database holds; it may be in use meanwhile. */
export async function verifyDatabase(
  reader: RawReader,
  options: DatabaseOptions,
): Promise<DatabaseResult> {
  const verifier = new TrailVerifier(options);
  for (const tenant of await findTenants(reader)) {
    const head = await readChainHead(reader, tenant);
    await verifyTenant(reader, verifier, tenant, options);
    compareHead(verifier, tenant, head, options);
  }
  const waiting = await countWaiting(reader, options);
  return { tenants: verifier.end(), waiting };
}

async function verifyTenant(
  reader: RawReader,
  verifier: TrailVerifier,
  tenant: string,
  { report, now }: DatabaseOptions,
): Promise<void> {
  for (const prune of await readPrunes(reader, tenant)) {
    if (typeof prune === "string") {
      report({ tenant, position: null, entryId: null, part: "prune", what: prune });
    } else {
      verifier.take({ prune });
    }
  }
  const signedAtFirst = await readSignedUpTo(reader, tenant);
  const checkpoints = checkpointsInTurn(reader, tenant, { report });
  let next = await checkpoints.next();
  let taken: number | undefined;
  const takeUpTo = async (position: number): Promise<void> => {
    while (!next.done && next.value.position <= position) {
      taken = next.value.position;
      verifier.take({ checkpoint: next.value });
      next = await checkpoints.next();
    }
  };
  for await (const links of readLinks(reader, tenant)) {
    await takeNewPrunes(reader, verifier, tenant, links);
    for (const link of links) {
      takeLink(verifier, link, report);
      await takeUpTo(link.seal.position);
    }
  }
  await takeUpTo(signedAtFirst);
  const chain = verifier.chain(tenant);
  chain.readUntil(now());
  // What was signed while the links were read; statements about later links are for another time.
  for await (const checkpoint of checkpointsInTurn(reader, tenant, { after: taken, report })) {
    if (checkpoint.position > chain.position) {
      break;
    }
    verifier.take({ checkpoint });
  }
}

/** What was removed since the statements were read has left one of its own. */
async function takeNewPrunes(
  reader: RawReader,
  verifier: TrailVerifier,
  tenant: string,
  [next]: readonly LinkRow[],
): Promise<void> {
  if (!next || next.seal.position <= verifier.chain(tenant).position + 1) {
    return;
  }
  for (const prune of await readPrunes(reader, tenant)) {
    const isNew =
      typeof prune !== "string" && prune.through_position > verifier.chain(tenant).position;
    if (isNew) {
      verifier.take({ prune });
    }
  }
}

function takeLink(
  verifier: TrailVerifier,
  { seal, entry }: LinkRow,
  report: (fault: Fault) => void,
): void {
  if (entry === null || typeof entry === "string") {
    const what = entry ?? "the entry is gone";
    const { tenant_id: tenant, position, audit_entry_id: entryId } = seal;
    report({ tenant, position, entryId, part: "content", what });
    verifier.chain(tenant).seal(seal, undefined);
  } else {
    verifier.take({ seal, entry });
  }
}

async function* checkpointsInTurn(
  reader: RawReader,
  tenant: string,
  { after, report }: { after?: number | undefined; report: (fault: Fault) => void },
): AsyncGenerator<Checkpoint, undefined> {
  for await (const page of readCheckpoints(reader, tenant, after?.toString())) {
    for (const checkpoint of page) {
      if (typeof checkpoint === "string") {
        report({ tenant, position: null, entryId: null, part: "checkpoint", what: checkpoint });
      } else {
        yield checkpoint;
      }
    }
  }
  return undefined;
}

/** The head was read first, so the chain may have grown beyond it, never less far. */
function compareHead(
  verifier: TrailVerifier,
  tenant: string,
  head: { position: string; chainHash: string; lastSeal: string } | null,
  { report }: VerifyOptions,
): void {
  const chain = verifier.chain(tenant);
  const fault = (what: string) =>
    report({ tenant, position: chain.position, entryId: null, part: "chain", what });
  if (head === null) {
    fault("the chain has links but no head");
  } else if (!(Number(head.position) <= chain.position)) {
    fault(`ends here, but its head says ${head.position}: what came after is missing`);
  } else if (Number(head.lastSeal) > Number(head.position)) {
    fault(`its head says ${head.position}, but its last seal is ${head.lastSeal}: it was set back`);
  } else if (chain.hashAt(Number(head.position)) !== head.chainHash) {
    fault(`its head at ${head.position} names another chain`);
  }
}

async function countWaiting(reader: RawReader, { now, report }: DatabaseOptions): Promise<number> {
  let waiting = 0;
  // The query takes its time on a long trail; what it finds was there when it began.
  const readAt = now().getTime();
  for (const { id, tenant, at } of await readUnsealed(reader)) {
    const age = readAt - Date.parse(at);
    if (Math.abs(age) < MAX_UNSEALED_MS) {
      waiting += 1;
    } else {
      const what = "the entry stands in no chain, and is too old to be on its way into one";
      report({ tenant, position: null, entryId: Number(id), part: "seal", what });
    }
  }
  return waiting;
}
