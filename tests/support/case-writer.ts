// Works on a case as fast as it can (saves, notes, edits, reorders, tags, removes), prints what was acknowledged, until it is killed.
import { once } from 'node:events';
import { CaseStore, ConflictError } from '../../src/case/store.ts';
import { openState } from '../../src/state/state.ts';

const [folder, id, userId, seed] = process.argv.slice(2) as [string, string, string, string];
const cases = new CaseStore(openState(folder).database);
process.stdout.write('open\n');
await once(process.stdin, 'data');

let state = Number(seed);
/** Whole numbers below `most` that can be repeated (a linear congruential generator, Numerical Recipes). */
function random(most: number): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * most);
}

for (let n = 0; ; n++) {
  const added = cases.add(id, { content: { kind: 'note' }, note: `${userId} ${seed} ${n}`, userId });
  process.stdout.write(`added ${added.id} ${added.note}\n`);
  const { items } = cases.items(id);
  const item = items[random(items.length)]!;
  const what = random(4);
  try {
    if (what === 0) {
      const note = `${item.note}+`;
      cases.editNote(id, item.id, item.version, note, userId);
    } else if (what === 1) cases.move(id, item.id, 1 + random(items.length), userId);
    else if (what === 2) cases.tag(id, item.id, [`tag${random(5)}`], [], userId);
    else if (items.length > 40) cases.remove(id, item.id, userId);
  } catch (error) {
    // Somebody else was faster with the same item, or removed it.
    if (!(error instanceof ConflictError) && !/no longer in the case/.test(String(error))) throw error;
  }
}
