import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { replay } from '../../src/case/event.ts';
import { CaseStore } from '../../src/case/store.ts';
import { verify } from '../../src/state/backup.ts';
import { DATABASE_FILE } from '../../src/state/database.ts';
import { openState } from '../../src/state/state.ts';
import { start, temporaryFolder } from '../support/run.ts';

/** A generator of moments that can be repeated (mulberry32). */
function moments(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

describe('people who work on a case while they are killed', () => {
  it('lose nothing that was acknowledged, at 30 moments, and the history gives the same state', async () => {
    const folder = await temporaryFolder();
    const random = moments(7);
    let state = openState(folder);
    const { id } = new CaseStore(state.database).open({ guildId: '1', channelId: '2', title: 'Load', userId: '3' });
    state.close();
    const acknowledged = new Map<string, string>();
    const kills = 30;
    for (let kill = 0; kill < kills; ) {
      const writers = [1, 2, 3, 4, 5].map((person) =>
        start('tests/support/case-writer.ts', [folder, id, `person${person}`, String(kill * 10 + person)]),
      );
      await Promise.all(writers.map((writer) => writer.printed(/open\n/)));
      for (const writer of writers) writer.child.stdin.write('go\n');
      for (const writer of writers) {
        await wait(random() * 80);
        writer.child.kill('SIGKILL');
        kill++;
      }
      for (const { stdout, stderr } of await Promise.all(writers.map((writer) => writer.finished))) {
        expect(stderr).toBe('');
        for (const line of stdout.split('\n').slice(1, -1)) {
          const [, itemId, note] = /^added (\S+) (.*)$/.exec(line)!;
          acknowledged.set(itemId!, note!);
        }
      }
      verify(`${folder}/${DATABASE_FILE}`);
    }
    state = openState(folder);
    const cases = new CaseStore(state.database);
    expect(acknowledged.size).toBeGreaterThan(kills);
    const after = cases.state(id)!;
    // An edit only adds to a note, and what is removed is hidden.
    for (const [itemId, note] of acknowledged) expect(after.items.get(itemId)?.note.startsWith(note)).toBe(true);
    expect(replay(id, cases.history(id).reverse())).toEqual(after);
    state.close();
  }, 120_000);
});

describe('processes that open a new folder at the same time', () => {
  it('all find the whole schema, whichever made it', async () => {
    for (let round = 0; round < 4; round++) {
      const folder = await temporaryFolder();
      const openers = [0, 1, 2, 3, 4].map((person) =>
        start('tests/support/writer.ts', [folder, `40000000000000000${person}`]),
      );
      await Promise.all(openers.map((opener) => opener.printed(/open\n/)));
      for (const opener of openers) opener.child.kill('SIGKILL');
      for (const { stderr } of await Promise.all(openers.map((opener) => opener.finished))) expect(stderr).toBe('');
      verify(`${folder}/${DATABASE_FILE}`);
    }
  }, 120_000);
});

describe('a process that is killed while it writes', () => {
  it('loses nothing that it acknowledged, at 30 moments, and the next one goes on', async () => {
    const folder = await temporaryFolder();
    const random = moments(20_261_125);
    const acknowledged = new Map<string, number>();
    const kills = 30;
    for (let kill = 0; kill < kills; ) {
      // Three at once: a kill finds one of them within a write, often waiting for another's.
      const writers = [0, 1, 2].map((person) =>
        start('tests/support/writer.ts', [folder, `40000000000000000${person}`]),
      );
      await Promise.all(writers.map((writer) => writer.printed(/open\n/)));
      // None writes before all are open: SQLite's queue is not fair, and two that write without a pause keep a third waiting for seconds.
      for (const writer of writers) writer.child.stdin.write('go\n');
      for (const writer of writers) {
        await wait(random() * 60);
        writer.child.kill('SIGKILL');
        kill++;
      }
      for (const { stdout, stderr } of await Promise.all(writers.map((writer) => writer.finished))) {
        expect(stderr).toBe('');
        for (const line of stdout.split('\n').slice(1, -1)) {
          const [id, n] = line.split(' ') as [string, string];
          acknowledged.set(id, Number(n));
        }
      }
      verify(`${folder}/${DATABASE_FILE}`);
    }
    const state = openState(folder);
    expect(acknowledged.size).toBeGreaterThan(kills);
    for (const [id, n] of acknowledged) expect(state.views.find(id)?.data).toEqual({ n });
    const { total } = state.database.prepare('SELECT count(*) AS total FROM feedback').get() as { total: number };
    // Of a person's kill at most the one write under way is there without having been acknowledged.
    expect(total).toBeGreaterThanOrEqual(acknowledged.size);
    expect(total).toBeLessThanOrEqual(acknowledged.size + kills);
    state.close();
  }, 120_000);
});
