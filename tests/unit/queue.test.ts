import { describe, expect, it, vi } from 'vitest';
import { AskingQueue, MOST_WAITING, OverloadError, TELL_AFTER_MS } from '../../src/discord/asking/queue.ts';

const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 1));

describe('the queue of questions', () => {
  it('takes people in turn, and each person’s questions in order, whenever they are asked', async () => {
    const queue = new AskingQueue();
    const done: string[] = [];
    const ask = (person: string, name: string, then?: () => void) =>
      queue.run(person, async () => {
        await pause();
        done.push(name);
        then?.();
      });
    const later: Promise<void>[] = [];
    const all = [
      ask('a', 'a1'),
      ask('a', 'a2', () => later.push(ask('a', 'a4'), ask('c', 'c1'))),
      ask('a', 'a3'),
      ask('b', 'b1'),
      ask('b', 'b2'),
    ];
    await Promise.all(all);
    await Promise.all(later);
    expect(done.slice(0, 4)).toEqual(['a1', 'b1', 'a2', 'b2']);
    for (const person of ['a', 'b'])
      expect(done.filter((name) => name.startsWith(person))).toEqual(
        done.filter((name) => name.startsWith(person)).sort(),
      );
    // Somebody new does not wait for all that one person asked.
    expect(done.indexOf('c1')).toBeLessThan(done.indexOf('a4'));
  });

  it('lets what asked nobody in particular wait behind all others', async () => {
    const queue = new AskingQueue();
    const done: string[] = [];
    const work = (name: string) => async () => {
      await pause();
      done.push(name);
    };
    await Promise.all([
      queue.run('a', work('first')),
      queue.run('b', work('overheard'), { isLast: true }),
      queue.run('c', work('asked')),
    ]);
    expect(done).toEqual(['first', 'asked', 'overheard']);
  });

  it('goes on after a failure, and refuses more than it can answer in time', async () => {
    const queue = new AskingQueue();
    await expect(queue.run('a', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    let open: () => void = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const held = Array.from({ length: MOST_WAITING + 1 }, (_, i) => queue.run(`p${i}`, () => gate));
    await pause();
    await expect(queue.run('late', () => gate)).rejects.toThrow(OverloadError);
    open();
    await Promise.all(held);
    expect(queue.size).toBe(0);
  });

  it('tells the place in line to those who wait long', async () => {
    vi.useFakeTimers();
    try {
      const queue = new AskingQueue();
      let open: () => void = () => {};
      const gate = new Promise<void>((resolve) => {
        open = resolve;
      });
      const places: number[] = [];
      const all = ['a', 'b', 'c'].map((person) =>
        queue.run(person, () => gate, { onWait: (place) => places.push(place) }),
      );
      await vi.advanceTimersByTimeAsync(TELL_AFTER_MS + 100);
      expect(places).toEqual([1, 2]);
      open();
      await Promise.all(all);
    } finally {
      vi.useRealTimers();
    }
  });
});
