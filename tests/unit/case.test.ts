import { describe, expect, it, onTestFinished } from 'vitest';
import { type Content, namesAbout, type Quotation } from '../../src/case/case.ts';
import { replay } from '../../src/case/event.ts';
import { CaseStore, ConflictError } from '../../src/case/store.ts';
import { forget, storedAbout } from '../../src/state/privacy.ts';
import { openState, type State } from '../../src/state/state.ts';
import { temporaryFolder } from '../support/run.ts';

const [GUILD, CHANNEL, ANA, BEN, CEM] = [
  '200000000000000001',
  '300000000000000001',
  '400000000000000001',
  '400000000000000002',
  '400000000000000003',
];

async function opened(): Promise<{ state: State; cases: CaseStore; id: string }> {
  const state = openState(await temporaryFolder());
  onTestFinished(() => state.close());
  const cases = new CaseStore(state.database);
  const { id } = cases.open({ guildId: GUILD, channelId: CHANNEL, title: 'Harbour bank', userId: ANA });
  return { state, cases, id };
}

const note: Content = { kind: 'note' };
const quotation: Quotation = {
  quote: 'The bank was *listed*.',
  plain: 'The bank was listed.',
  start: 10,
  end: 32,
  sourceId: 'list.md',
  sha256: 'a'.repeat(64),
  title: 'Listing of banks',
  publisher: 'Harbour Authority',
  published: '2020-11-30',
  dateKind: 'published',
  url: null,
  path: 'list.md',
  paragraphs: [1, 1],
  index: { generation: 'g', corpus: 'c', created: '2026-01-01T00:00:00Z', model: 'm' },
};

const shown = (cases: CaseStore, id: string) => cases.items(id).items.map((item) => item.note);
const replayed = (cases: CaseStore, id: string) => replay(id, cases.history(id).reverse());

describe('a case', () => {
  it('keeps its items in order, under numbers that stay when they move', async () => {
    const { cases, id } = await opened();
    const items = ['a', 'b', 'c', 'd'].map((text) => cases.add(id, { content: note, note: text, userId: ANA }));
    cases.move(id, items[3]!.id, 1, BEN);
    cases.move(id, items[0]!.id, 99, BEN);
    const { version } = cases.find(id)!;
    cases.move(id, items[0]!.id, 4, BEN);
    expect(cases.find(id)!.version).toBe(version);
    expect(shown(cases, id)).toEqual(['d', 'b', 'c', 'a']);
    expect(cases.items(id).items.map(({ number }) => number)).toEqual([4, 2, 3, 1]);
    // Between the same two neighbours, past what halving can tell apart.
    for (let n = 0; n < 130; n++) cases.move(id, items[n % 2]!.id, 2, BEN);
    expect(shown(cases, id)).toEqual(['d', 'b', 'a', 'c']);
    expect(replayed(cases, id)).toEqual(cases.state(id));
  });

  it('takes one of two edits of the same version, and gives the other back', async () => {
    const { cases, id } = await opened();
    const item = cases.add(id, { content: note, note: 'first', userId: ANA });
    cases.editNote(id, item.id, 1, 'of Ana', ANA);
    expect(() => cases.editNote(id, item.id, 1, 'of Ben', BEN)).toThrow(ConflictError);
    expect(cases.item(id, item.id)).toMatchObject({ note: 'of Ana', version: 2, editedBy: ANA });
    expect(cases.retitle(id, ' Another  title ', BEN).title).toBe('Another title');
  });

  it('merges tags of several people', async () => {
    const { cases, id } = await opened();
    const item = cases.add(id, { content: note, note: 'x', userId: ANA });
    cases.tag(id, item.id, ['Owner', 'ship'], [], ANA);
    expect(cases.tag(id, item.id, ['bank'], ['ship'], BEN).tags).toEqual(['bank', 'owner']);
    expect(() => cases.tag(id, item.id, [' '], [], BEN)).toThrow(/1 to 40 characters/);
    expect(cases.tag(id, item.id, ['a', 'A ', 'a\u202e'], [], BEN).tags).toEqual(['a', 'bank', 'owner']);
  });

  it('hides what is removed, restores it in its place, and deletes only what is purged', async () => {
    const { cases, id, state } = await opened();
    const [a, b] = ['a', 'b', 'c'].map((text) => cases.add(id, { content: note, note: text, userId: ANA }));
    cases.remove(id, a!.id, BEN);
    expect(shown(cases, id)).toEqual(['b', 'c']);
    cases.restore(id, a!.id, BEN);
    expect(shown(cases, id)).toEqual(['a', 'b', 'c']);
    expect(() => state.database.prepare('DELETE FROM case_events').run()).toThrow(/append-only/);
    expect(() => state.database.prepare("UPDATE case_events SET data = '{}'").run()).toThrow(/append-only/);
    cases.purgeItem(id, b!.id, ANA);
    expect(JSON.stringify(cases.history(id))).not.toContain('"b"');
    expect(cases.history(id)[0]!.change).toEqual({ kind: 'purged', number: 2, what: 'note' });
    expect(cases.events(id)).toBe(cases.history(id).length);
    expect(cases.add(id, { content: note, note: 'd', userId: ANA }).number).toBe(4);
    expect(replayed(cases, id)).toEqual(cases.state(id));
    expect(cases.purgeCase(id, ANA)).toBe(3);
    expect(cases.find(id)).toBeNull();
    const { n } = state.database.prepare('SELECT count(*) AS n FROM case_events').get() as { n: number };
    expect(n).toBe(0);
  });

  it('that is closed changes no more until it is reopened', async () => {
    const { cases, id } = await opened();
    cases.close(id, ANA);
    expect(() => cases.add(id, { content: note, note: 'x', userId: ANA })).toThrow(/closed. Reopen it/);
    cases.reopen(id, BEN);
    cases.add(id, { content: note, note: 'x', userId: ANA });
    expect(shown(cases, id)).toEqual(['x']);
  });

  it('takes no empty or longer note, title or unknown item', async () => {
    const { cases, id } = await opened();
    expect(() => cases.add(id, { content: note, note: '  ', userId: ANA })).toThrow(/empty/);
    expect(() => cases.add(id, { content: note, note: 'x'.repeat(4001), userId: ANA })).toThrow(/at most 4000.*4001/);
    expect(() => cases.open({ guildId: '', channelId: CHANNEL, title: ' \n ', userId: ANA })).toThrow(/needs a title/);
    expect(() => cases.remove(id, 'x'.repeat(14), ANA)).toThrow(/no longer in the case/);
    expect(cases.find("x' OR 1=1 --")).toBeNull();
    expect(cases.state(id)!.items.size).toBe(0);
  });

  it('is searched by all words, in quotations, notes, tags and titles, folded', async () => {
    const { cases, id } = await opened();
    cases.add(id, { content: { kind: 'quotation', quotations: [quotation] }, note: 'Überweisung', userId: ANA });
    cases.add(id, { content: note, note: 'The bank’s owner', userId: ANA });
    const found = (search: string) => cases.items(id, { search }).items.map(({ number }) => number);
    expect(found('bank')).toEqual([1, 2]);
    expect(found('LIST bank')).toEqual([1]);
    expect(found('uberweisung')).toEqual([1]);
    expect(found('harbour authority')).toEqual([1]);
    expect(found('own')).toEqual([2]);
    expect(found('%')).toEqual([]);
    expect(found(' ')).toEqual([1, 2]);
  });

  it('shown to members alone has whoever restricted it among them', async () => {
    const { cases, id } = await opened();
    cases.add(id, { content: note, note: 'of Cem', userId: CEM });
    cases.restrictTo(id, BEN, ANA);
    // Whoever worked on it is not shut out.
    expect(cases.members(id)).toEqual([ANA, CEM, BEN]);
    cases.removeMember(id, BEN, ANA);
    cases.removeMember(id, CEM, ANA);
    expect(cases.members(id)).toEqual([ANA]);
    expect(replayed(cases, id)).toEqual(cases.state(id));
    cases.unrestrict(id, ANA);
    expect(cases.find(id)!.isRestricted).toBe(false);
    expect(cases.members(id)).toEqual([]);
    expect(replayed(cases, id)).toEqual(cases.state(id));
  });

  it('is about the names of its questions and cards', () => {
    const question = {
      kind: 'question',
      question: 'why?',
      status: 'not_found',
      confidence: 0.1,
      reason: null,
      names: ['Harbour Bank'],
      quotations: [],
    } as const;
    const card = { kind: 'card', name: 'HB', names: ['Harbour Bank'], quotations: [] } as const;
    expect(namesAbout([{ content: question }, { content: card }, { content: note }])).toEqual(['Harbour Bank', 'HB']);
  });
});

describe('whoever is forgotten', () => {
  it('leaves a team’s items behind without a trace of their own, and takes their own cases along', async () => {
    const { state, cases, id } = await opened();
    const own = cases.open({ guildId: '', channelId: '700000000000000001', title: 'Mine', userId: ANA });
    cases.add(own.id, { content: note, note: 'secret', userId: ANA });
    const item = cases.add(id, { content: note, note: 'of Ana', userId: ANA });
    const message = {
      kind: 'message',
      url: 'https://discord.com/channels/1/2/3',
      text: 'hello',
      quotations: [],
    } as const;
    cases.add(id, { content: message, userId: BEN, subjectId: ANA });
    cases.editNote(id, item.id, 1, 'of Ana still', ANA);
    cases.restrictTo(id, BEN, ANA);
    state.people.put(ANA, 'Ana');
    cases.putCard(id, '600000000000000001', cases.find(id)!.version, 'g');
    expect(cases.withOldCards('g')).toEqual([own.id]);
    const view = { guildId: GUILD, channelId: CHANNEL, userId: BEN, isPrivate: true, subjectId: ANA };
    state.views.add({ ...view, kind: 'message', data: { text: 'hello' } });
    forget(state.database, ANA);
    expect(Object.values(storedAbout(state.database, ANA)).every((n) => n === 0)).toBe(true);
    expect(cases.find(own.id)).toBeNull();
    expect(shown(cases, id)).toEqual(['of Ana still', '']);
    expect(JSON.stringify(cases.history(id))).not.toContain(ANA);
    expect(replayed(cases, id)).toEqual(cases.state(id));
    // The message that shows the case names nobody any more: it is brought up to date.
    expect(cases.withOldCards('g')).toEqual([id]);
  });
});
