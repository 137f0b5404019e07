import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CaseHead } from '../../src/case/case.ts';
import type { DossierParts } from '../../src/case/export/dossier.ts';
import { contentOfAnswer, contentOfCard } from '../../src/case/quote.ts';
import { CaseStore } from '../../src/case/store.ts';
import { type Config, PROJECT_DIR } from '../../src/config.ts';
import type { Answerer } from '../../src/engine/answerer.ts';
import { openState, type State } from '../../src/state/state.ts';
import { openAnswerer } from '../../src/terminal/ask.ts';

const [ANA, BEN] = ['400000000000000001', '400000000000000002'];
const MINUTE = 60_000;
/** Monday morning: the pictures do not change with the clock. */
const START = Date.parse('2026-11-23T09:00:00Z');

/** The case that docs/research.md tells, over the documents about invented parties that come with the tests. */
export interface ExampleCase {
  readonly answerer: Answerer;
  readonly state: State;
  readonly cases: CaseStore;
  readonly head: CaseHead;
  readonly parts: DossierParts;
  readonly now: number;
  close(): void;
}

/** Works the case: real questions, real answers, the real database in a folder of its own. */
export async function exampleCase(config: Config): Promise<ExampleCase> {
  const folder = mkdtempSync(join(tmpdir(), 'example-case-'));
  const answerer = await openAnswerer({
    ...config,
    corpusDir: join(PROJECT_DIR, 'tests/eval/invented'),
    indexDir: join(folder, 'index'),
  });
  let now = START;
  const tick = () => (now += 7 * MINUTE);
  const state = openState(join(folder, 'data'), tick);
  state.people.put(ANA, 'Ana');
  state.people.put(BEN, 'Ben');
  const cases = new CaseStore(state.database, tick);
  const place = { guildId: '200000000000000001', channelId: '300000000000000001' };
  const { id } = cases.open({ ...place, title: 'Missile parts: who bought, and who was taken off', userId: ANA });
  const ask = async (question: string, userId: string) => {
    const answer = await answerer.ask(question);
    return cases.add(id, { content: contentOfAnswer(answer, answer.explanation.names), userId });
  };
  const front = await ask('which front company was used for the gyroscopes', ANA);
  await ask('who was velindts customer', BEN);
  await ask('where was gen. yousef al kadri born', BEN);
  await ask('why did the mirelle union keep the engineer listed', ANA);
  await ask('how much did the gyroscopes cost Velindt himself', BEN);
  const card = await answerer.entity('Selin Marabo');
  if (card) cases.add(id, { content: contentOfCard(card.card, card.index), userId: ANA });
  const note = cases.add(id, {
    content: { kind: 'note' },
    note: 'One office took her off its list, the union kept her on. Quote both with their dates, and ask the union for its reasons.',
    userId: BEN,
  });
  cases.move(id, note.id, 2, BEN);
  cases.tag(id, front.id, ['front company', 'lead'], [], ANA);
  const head = cases.setAlerts(id, true, ANA);
  const { items } = cases.items(id);
  return {
    answerer,
    state,
    cases,
    head,
    now,
    parts: { head, members: [], items, names: state.people.names(), changes: null, baseUrl: null },
    close() {
      state.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
