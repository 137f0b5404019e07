import PQueue from 'p-queue';
import { UserError } from '../../errors.ts';

/** Questions that wait at most; more are refused. At some 250 ms each the last of them waits two minutes. */
export const MOST_WAITING = 500;
/** After this wait, in milliseconds, people are told their place in line. */
export const TELL_AFTER_MS = 3000;
/** Those who wait are told one after another: 200 messages at once would hold up the gateway. Milliseconds. */
const TELL_APART_MS = 10;
/** Rounds behind all others: for what nobody in particular was asked. */
const LAST = 1_000_000;

/** Too many questions wait; the message asks to try again. */
export class OverloadError extends UserError {
  override readonly name = 'OverloadError';
}

interface Entry {
  readonly round: number;
  readonly number: number;
}

/**
 * Answers one question at a time, in rounds: each person has one question in a round, so that somebody's second waits for
 * everybody's first, and nobody's waits for ever (start-time fair queueing with equal weights, Goyal, Vin and Cheng 1996).
 */
export class AskingQueue {
  private readonly queue = new PQueue({ concurrency: 1 });
  private readonly waiting = new Set<Entry>();
  /** Round of each person's newest question, while one of theirs waits or is being answered; and how many are. */
  private readonly people = new Map<string, { round: number; pending: number }>();
  private round = 0;
  private counter = 0;

  /** Questions that wait. */
  get size(): number {
    return this.waiting.size;
  }

  /**
   * Runs `work` when it is the person's turn.
   * @param onWait is told the place in line (1: next) once the wait has passed TELL_AFTER_MS.
   * @param isLast lets every other question pass before.
   * @throws OverloadError when too many wait; what `work` throws.
   */
  async run<T>(
    userId: string,
    work: () => Promise<T>,
    { onWait = () => {}, isLast = false }: { onWait?: (place: number) => void; isLast?: boolean } = {},
  ): Promise<T> {
    if (this.waiting.size >= (isLast ? MOST_WAITING / 10 : MOST_WAITING))
      throw new OverloadError(
        `I am answering ${this.waiting.size} other questions at the moment. Please ask again in a minute or two.`,
      );
    const person = this.people.get(userId);
    const own = Math.max(this.round, person === undefined ? 0 : person.round + 1);
    if (!isLast) this.people.set(userId, { round: own, pending: (person?.pending ?? 0) + 1 });
    const entry: Entry = { round: isLast ? this.round + LAST : own, number: this.counter++ };
    this.waiting.add(entry);
    const timer = setTimeout(
      () => {
        if (this.waiting.has(entry)) onWait(this.placeOf(entry));
      },
      TELL_AFTER_MS + this.waiting.size * TELL_APART_MS,
    );
    try {
      return await this.queue.add(
        () => {
          this.waiting.delete(entry);
          clearTimeout(timer);
          if (!isLast) this.round = Math.max(this.round, entry.round);
          return work();
        },
        { priority: -entry.round },
      );
    } finally {
      clearTimeout(timer);
      this.waiting.delete(entry);
      if (!isLast) this.leave(userId);
    }
  }

  private leave(userId: string): void {
    const person = this.people.get(userId);
    if (person === undefined) return;
    if (person.pending <= 1) this.people.delete(userId);
    else this.people.set(userId, { ...person, pending: person.pending - 1 });
  }

  private placeOf(entry: Entry): number {
    let place = 1;
    for (const other of this.waiting)
      if (other.round < entry.round || (other.round === entry.round && other.number < entry.number)) place++;
    return place;
  }
}
