import type { Checkpoint, Prune } from "../checkpoints/statement";
import { type ChainEnd, chainStart, nextSeal } from "../sealing/chain";
import { AwaitedCheckpoints } from "./awaited-checkpoints";
import { checkpointFault, pruneFault, type TrustedKeys } from "./check-signature";
import { entryFaults } from "./entry-faults";
import { type Fault, rangeOf } from "./fault";
import type { EntryRow, SealRow, StartRow } from "./trail-record";
import { checkpointGapFault, UnsignedTail } from "./unsigned-tail";
import type { VerifyOptions } from "./verify-options";

/** A checkpoint may stand behind the entries that came while it was written. */
const REMEMBERED = 65_536;

/**
 * Follows one tenant's chain from its beginning to its end and names whatever does not fit. After a
 * fault it goes on from what is there, so that one fault hides no other.
 */
export class ChainVerifier {
  readonly #tenant: string;
  readonly #keys: TrustedKeys;
  readonly #report: (fault: Fault) => void;
  readonly #awaited = new AwaitedCheckpoints();
  readonly #recent = new Map<number, string>();
  #start: ChainEnd;
  #end: ChainEnd;
  /** what the last link should be chained to when in doubt */
  #computed: string;
  #hasBegun = false;
  #hasHashes = false;
  #lastCheckpoint: { position: number; at: string | null } = { position: 0, at: null };
  readonly #tail = new UnsignedTail();
  entries = 0;
  /** links whose entries were not given */
  bare = 0;
  checkpoints = 0;
  signedUpTo = 0;

  constructor(tenant: string, { keys, held, report }: VerifyOptions) {
    this.#tenant = tenant;
    this.#keys = keys;
    this.#report = report;
    this.#start = chainStart(tenant);
    this.#end = this.#start;
    this.#computed = this.#end.chainHash;
    for (const checkpoint of held) {
      if (this.#isSigned(checkpoint)) {
        this.#awaited.hold(checkpoint);
      }
    }
  }

  get position(): number {
    return this.#end.position;
  }

  /** undefined when it is too far back, or was never there */
  hashAt(position: number): string | undefined {
    return position === this.#end.position ? this.#end.chainHash : this.#recent.get(position);
  }

  get startPosition(): number {
    return this.#start.position;
  }

  /** Until when the chain was read, where that is known. */
  readUntil(now: Date): void {
    this.#tail.readUntil(now);
  }

  /**
   * A signed prune record says what the next link is chained to where those before are gone. Behind
   * links it excuses nothing: whoever removes more can put the statement there too.
   */
  prune(prune: Prune): void {
    const { through_position: position, through_entry_id: entryId, chain_hash: chainHash } = prune;
    const unsigned = pruneFault(prune, this.#keys);
    const known = this.hashAt(position);
    if (unsigned !== null) {
      this.#fault("prune", unsigned, position, entryId);
    } else if (known !== undefined && known !== chainHash) {
      this.#fault("prune", "another chain was pruned: something before was changed", position);
    } else if (position > this.#end.position) {
      if (this.#end.position > this.#start.position) {
        const gone = rangeOf(this.#end.position + 1, position);
        const what = `${gone} missing, and links stand before: pruned before they were mirrored, or taken out`;
        this.#fault("chain", what, position, entryId);
      }
      this.#begin({ position, chainHash });
    }
  }

  /** A file that holds a part of the chain says what its first link is chained to. */
  start({ position, chain_hash, checkpoint }: StartRow): void {
    if (!this.#hasBegun && this.#end.position <= position) {
      this.#begin({ position, chainHash: chain_hash });
      this.#lastCheckpoint = { position: checkpoint, at: null };
    } else if (position !== this.#end.position || chain_hash !== this.#end.chainHash) {
      this.#fault(
        "chain",
        `ends at ${this.#end.position}, but the file goes on after ${position} of another chain`,
        position,
      );
      this.#end = { position, chainHash: chain_hash };
      this.#computed = chain_hash;
      this.#lastCheckpoint = { position: checkpoint, at: null };
    }
  }

  /** @param entry missing where only the link is given */
  seal(seal: SealRow, entry: EntryRow | undefined): void {
    this.#hasBegun = true;
    if (entry) {
      this.entries += 1;
      entryFaults(seal, entry, this.#hasHashes).forEach(this.#report);
      this.#hasHashes ||= entry.content_hash !== null;
    } else {
      this.bare += 1;
    }
    const expected = this.#end.position + 1;
    const fault = (what: string) => this.#fault("chain", what, seal.position, seal.audit_entry_id);
    if (seal.position < expected) {
      fault(`stands behind position ${this.#end.position}`);
      return;
    }
    const computed = this.#chainedTo(this.#end.chainHash, seal);
    if (seal.position !== expected) {
      fault(`${rangeOf(expected, seal.position - 1)} missing before this one`);
    } else if (computed !== seal.chain_hash && !this.#isResumed(seal)) {
      fault("the link does not follow from the one before it");
    }
    this.#advance(seal, computed);
    this.#tail.add(seal.position, entry?.at);
  }

  checkpoint(checkpoint: Checkpoint): void {
    this.checkpoints += 1;
    if (!this.#isSigned(checkpoint)) {
      return;
    }
    const { position, previous_position, at } = checkpoint;
    this.#tail.see(at);
    const fault =
      previous_position === this.#lastCheckpoint.position
        ? checkpointGapFault(this.#lastCheckpoint, checkpoint)
        : `the checkpoint at position ${previous_position} is not there`;
    this.#faultIf(fault, position);
    this.#lastCheckpoint = { position, at };
    this.#compareOrWait(checkpoint);
  }

  end(): void {
    for (const { what, position } of this.#awaited.missedAt(this.#start, this.#end)) {
      this.#fault("chain", what, position);
    }
    this.#endUnsigned();
  }

  #endUnsigned(): void {
    const [start, end] = [this.#start.position, this.#end.position];
    const fault =
      this.signedUpTo === 0 && end > start
        ? "no checkpoint that fits is signed with a key that was given"
        : this.#tail.fault({ signedUpTo: Math.max(this.signedUpTo, start), end });
    this.#faultIf(fault, end);
  }

  #begin(end: ChainEnd): void {
    this.#hasBegun = true;
    for (const { what, position } of this.#awaited.takeSkipped(this.#end, end)) {
      this.#fault("checkpoint", what, position);
    }
    if (this.#end.position === this.#start.position) {
      this.#start = end;
    }
    this.#end = end;
    this.#computed = end.chainHash;
    this.#compareAwaited(end);
  }

  /** Whether only the hash of the link before was changed, and this one goes on from the true one. */
  #isResumed(seal: SealRow): boolean {
    return (
      this.#computed !== this.#end.chainHash &&
      this.#chainedTo(this.#computed, seal) === seal.chain_hash
    );
  }

  #chainedTo(chainHash: string, seal: SealRow): string {
    const entry = { id: seal.audit_entry_id, entryHash: seal.entry_hash };
    return nextSeal({ position: seal.position - 1, chainHash }, entry).chainHash;
  }

  #advance(seal: SealRow, computed: string): void {
    this.#computed = computed;
    this.#end = { position: seal.position, chainHash: seal.chain_hash };
    this.#recent.delete(seal.position - REMEMBERED);
    this.#compareAwaited(this.#end);
  }

  #compareAwaited({ position, chainHash }: ChainEnd): void {
    this.#recent.set(position, chainHash);
    for (const awaited of this.#awaited.take(position)) {
      this.#compare(awaited, chainHash);
    }
  }

  #compareOrWait(checkpoint: Checkpoint): void {
    const chainHash = this.#recent.get(checkpoint.position);
    if (checkpoint.position > this.#end.position) {
      this.#awaited.wait(checkpoint);
    } else if (chainHash !== undefined) {
      this.#compare(checkpoint, chainHash);
    } else if (checkpoint.position > this.#start.position) {
      this.#fault("checkpoint", "stands too far from its link to be compared", checkpoint.position);
    }
  }

  #compare(checkpoint: Checkpoint, chainHash: string): void {
    if (checkpoint.chain_hash === chainHash) {
      this.signedUpTo = Math.max(this.signedUpTo, checkpoint.position);
    } else {
      this.#fault(
        "checkpoint",
        "another chain was signed here: something at or before this position was changed",
        checkpoint.position,
      );
    }
  }

  #isSigned(checkpoint: Checkpoint): boolean {
    const fault = checkpointFault(checkpoint, this.#keys);
    this.#faultIf(fault, checkpoint.position);
    return !fault;
  }

  #faultIf(what: string | null, position: number): void {
    if (what !== null) {
      this.#fault("checkpoint", what, position);
    }
  }

  #fault(
    part: Fault["part"],
    what: string,
    position: number | null = null,
    entryId: number | null = null,
  ): void {
    this.#report({ tenant: this.#tenant, position, entryId, part, what });
  }
}
