import type { Checkpoint } from "../checkpoints/statement";
import type { ChainEnd } from "../sealing/chain";

interface Missed {
  position: number;
  what: string;
}

/** Signed statements whose links are still to come, and those that were kept elsewhere. */
export class AwaitedCheckpoints {
  /** given beside the trail, by position */
  readonly #held = new Map<number, Checkpoint>();
  /** those of the trail itself */
  readonly #waiting = new Map<number, Checkpoint>();

  hold(checkpoint: Checkpoint): void {
    this.#held.set(checkpoint.position, checkpoint);
  }

  wait(checkpoint: Checkpoint): void {
    this.#waiting.set(checkpoint.position, checkpoint);
  }

  /** Those about a link that is here now. */
  take(position: number): Checkpoint[] {
    const found = [this.#waiting.get(position), this.#held.get(position)];
    this.#waiting.delete(position);
    return found.filter((one) => one !== undefined);
  }

  /** Those about links that will not come any more, because the trail goes on behind them. */
  takeSkipped({ position: after }: ChainEnd, { position: before }: ChainEnd): Missed[] {
    const skipped = [...this.#waiting.keys()].filter((at) => at > after && at < before);
    return skipped.map((position) => {
      this.#waiting.delete(position);
      return { position, what: "was signed here, but the link is not there" };
    });
  }

  missedAt(start: ChainEnd, end: ChainEnd): Missed[] {
    return [...this.#waiting.values(), ...this.#held.values()].flatMap(({ position }) => {
      if (position > end.position) {
        const what = `ends at position ${end.position}; a checkpoint was signed at ${position}, and what came between is missing`;
        return [{ position, what }];
      }
      const what = `begins after position ${start.position}; a checkpoint was given for ${position}, which is not there`;
      return this.#held.has(position) && position < start.position ? [{ position, what }] : [];
    });
  }
}
