import PQueue from 'p-queue';
import { UserError } from '../../errors.ts';

/** Questions that wait at most; more are refused. At some 250 ms each the last of them waits two minutes. */
export const MOST_WAITING = 500;
/** After this wait, in milliseconds, people are told their place in line. */
export const TELL_AFTER_MS = 3000;

/** Those who wait are told one after another: 200 messages at once would hold up the gateway. Milliseconds. */
const TELL_APART_MS = 10;

/** Too many questions wait; the message asks to try again. */
export class OverloadError extends UserError {
  override readonly name = 'OverloadError';
}

/**
 * Answers one question at a time, in order for each person, in turn for all: somebody's second question waits for everybody's
 * first.
 */
export class AskingQueue {
  private readonly queue = new PQueue({ concurrency: 1 });
  /** Questions of each person that wait or are being answered. */
  private readonly pending = new Map<string, number>();
  private readonly waiting = new Set<{ readonly priority: number; readonly number: number }>();
  private counter = 0;

  /** Questions that wait. */
  get size(): number {
    return this.waiting.size;
  }

  /**
   * Runs `work` when it is the person's turn.
   * @param onWait is told the place in line (1: next) once the wait has passed TELL_AFTER_MS.
   * @throws OverloadError when too many wait; what `work` throws.
   */
  async run<T>(userId: string, work: () => Promise<T>, onWait: (place: number) => void = () => {}): Promise<T> {
    if (this.waiting.size >= MOST_WAITING)
      throw new OverloadError(
        `I am answering ${MOST_WAITING} other questions at the moment. Please ask again in a minute or two.`,
      );
    const before = this.pending.get(userId) ?? 0;
    this.pending.set(userId, before + 1);
    const entry = { priority: -before, number: this.counter++ };
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
          return work();
        },
        { priority: entry.priority },
      );
    } finally {
      clearTimeout(timer);
      this.waiting.delete(entry);
      const left = (this.pending.get(userId) ?? 1) - 1;
      if (left === 0) this.pending.delete(userId);
      else this.pending.set(userId, left);
    }
  }

  private placeOf(entry: { readonly priority: number; readonly number: number }): number {
    let place = 1;
    for (const other of this.waiting)
      if (other.priority > entry.priority || (other.priority === entry.priority && other.number < entry.number))
        place++;
    return place;
  }
}
