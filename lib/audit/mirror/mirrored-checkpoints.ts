import type { Checkpoint } from "../checkpoints/statement";
import { follow, hasAnything, linesOf, type MirroredChain, newestFirst } from "./mirror-state";

/**
 * The last checkpoint of each tenant, whoever else may be writing the files. One that the newest
 * file only names, because it was begun since, is looked for in the files before.
 */
export async function readMirroredCheckpoints(folder: string): Promise<Checkpoint[]> {
  const found: Checkpoint[] = [];
  let wanted: Map<string, number> | null = null;
  for (const file of await newestFirst(folder)) {
    if (wanted?.size !== 0 && (await hasAnything(file))) {
      const { chains, begun } = await readStatements(file, wanted);
      if (wanted === null) {
        found.push(...[...chains.values()].flatMap(({ signed }) => signed ?? []));
        wanted = onlyNamed(chains);
      } else {
        found.push(...takeWanted(wanted, chains, begun));
      }
    }
  }
  return found;
}

function onlyNamed(chains: ReadonlyMap<string, MirroredChain>): Map<string, number> {
  const named = [...chains].filter(([, { signed, checkpoint }]) => !signed && checkpoint > 0);
  return new Map(named.map(([tenant, { checkpoint }]) => [tenant, checkpoint]));
}

/** A file that begins with another checkpoint than the wanted one holds it, or nothing before does. */
function takeWanted(
  wanted: Map<string, number>,
  chains: ReadonlyMap<string, MirroredChain>,
  begun: ReadonlyMap<string, number>,
): Checkpoint[] {
  return [...wanted].flatMap(([tenant, position]) => {
    if (begun.get(tenant) !== position) {
      wanted.delete(tenant);
    }
    const signed = chains.get(tenant)?.signed;
    return signed?.position === position ? [signed] : [];
  });
}

/**
 * What a file says of checkpoints; only its first lines when it begins with all that are wanted, as
 * then it holds none of them.
 */
async function readStatements(file: string, wanted: ReadonlyMap<string, number> | null) {
  const chains = new Map<string, MirroredChain>();
  let begun: Map<string, number> | null = null;
  for await (const line of linesOf(file)) {
    const isStart = line.startsWith('{"start"');
    if (begun === null && !isStart) {
      begun = new Map([...chains].map(([tenant, { checkpoint }]) => [tenant, checkpoint]));
      if (wanted && [...wanted].every(([tenant, at]) => begun?.get(tenant) === at)) {
        break;
      }
    }
    if (isStart || line.startsWith('{"checkpoint"')) {
      follow(chains, line);
    }
  }
  return { chains, begun: begun ?? new Map<string, number>() };
}
