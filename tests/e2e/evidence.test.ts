import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../src/answer/answer.ts';
import { readConfig } from '../../src/config.ts';
import { Answerer } from '../../src/engine/answerer.ts';
import { ingest } from '../../src/index/ingest.ts';
import { fill } from '../support/run.ts';

const listing =
  'On 4 March 2019 the Ministry of Trade Controls listed Ostrava Tidewater Lines (OTL) for carrying embargoed timber from the port of Kelm. The company paid its crews in gold. It is owned by Radek Vint.';
const CORPUS = {
  'ministry/listing.md': `---\ntitle: Ministry lists shipping company\ndate: 2019-03-04\npublisher: Ministry of Trade Controls\n---\n${listing}\n`,
  'press/copy.md': `---\ntitle: Shipping company listed\ndate: 2019-03-05\npublisher: Kelm Courier\n---\nOur correspondent reports.\n\n${listing}\n`,
  'ministry/removal.md':
    '---\ntitle: Removal from the list\ndate: 2022-06-01\n---\nThe Ministry of Trade Controls removed Ostrava Tidewater Lines from the list on 1 June 2022, after it sold its fleet.\n',
  'ministry/fine.md':
    '---\ntitle: Settlement with a bank\ndate: 2021-02-10\n---\nBank of Varn agreed to pay $4.5 million to settle 12 apparent violations. The bank had cleared payments for a mine.\n',
  'ministry/fine2.md':
    '---\ntitle: Another settlement\ndate: 2023-02-10\n---\nBank of Varn agreed to pay $900,000 to settle further apparent violations of the mining rules.\n',
  'ministry/yard.md':
    '---\ntitle: Shipyard fined\ndate: 2020-01-09\naliases: [VSK, Blue Yard]\n---\nThe Vasilkov Shipbuilding Kombinat was fined 70,000 marks for repairing three embargoed tankers.\n',
  'press/toll.md':
    '---\ntitle: Ferry accident at Kelm\ndate: 2018-05-02\npublisher: Kelm Courier\n---\nThe sinking of the ferry Halcyon in the harbour of Kelm killed 14 passengers.\n',
  'press/toll-corrected.md':
    '---\ntitle: Inquiry into the ferry\ndate: 2018-09-20\npublisher: Kelm Courier\n---\nThe sinking of the ferry Halcyon in the harbour of Kelm killed 19 passengers, the inquiry found.\n',
};
const text: Record<string, string> = CORPUS;
let answerer: Answerer;
const ask = (question: string): Promise<Answer> => answerer.ask(question);

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'evidence-'));
  await fill(join(folder, 'corpus'), CORPUS);
  const config = readConfig({ CORPUS_DIR: join(folder, 'corpus'), INDEX_DIR: join(folder, 'index') });
  await ingest(config);
  answerer = await Answerer.open(config);
});

describe('evidence', () => {
  it('quotes each source verbatim at its offsets, whatever is asked (invariant 1)', async () => {
    const questions = [
      'why was OTL listed',
      'who owns ostrava tidewater lines',
      'how much did Bank of Varn pay',
      'when was OTL removed',
      'who is Radek Vint',
      'latest fine for bank of varn',
      'kelm timber',
    ];
    let quoted = 0;
    for (const question of questions)
      for (const { quote, plain, citation, start, end, highlights } of (await ask(question)).evidence) {
        const answer = await ask(question);
        const { path } = answer.citations.find(({ n }) => n === citation)!;
        expect(text[path]!.slice(start, end)).toBe(quote);
        for (const span of highlights) expect(plain.slice(span.start, span.end)).not.toBe('');
        quoted++;
      }
    expect(quoted).toBeGreaterThan(5);
  });

  it('finds a party by the short name that only its long form stands beside', async () => {
    const { evidence, explanation } = await ask('what happened to OTL in june 2022');
    expect(explanation.aliases).toContain('Ostrava Tidewater Lines');
    expect(evidence[0]?.plain).toContain('removed Ostrava Tidewater Lines');
  });

  it.each(['why was VSK fined', 'how much was blue yard fined'])(
    'finds the subject of a source by a name that only its front matter has: %s',
    async (question) => {
      expect((await ask(question)).evidence[0]?.plain).toContain(
        'Vasilkov Shipbuilding Kombinat was fined 70,000 marks',
      );
    },
  );

  it('shows republished text once, with the other source behind its citation', async () => {
    const { evidence, citations } = await ask('why was Ostrava Tidewater Lines listed?');
    const cited = citations.find(({ path }) => path === 'ministry/listing.md' || path === 'press/copy.md')!;
    expect(cited.alsoIn).toHaveLength(1);
    expect(evidence.filter(({ plain }) => plain.includes('embargoed timber'))).toHaveLength(1);
  });

  it('quotes the later removal first, and the listing that it changes too', async () => {
    const { evidence, citations } = await ask('when was Ostrava Tidewater Lines listed?');
    expect(evidence[0]?.plain).toContain('removed Ostrava Tidewater Lines');
    expect(citations[0]).toMatchObject({ path: 'ministry/removal.md', published: '2022-06-01' });
    expect(evidence.map(({ plain }) => plain).join()).toContain('4 March 2019');
  });

  it('quotes both of two sources that tell the same with other figures, the newer first, with their dates', async () => {
    const { evidence, citations } = await ask('how many passengers died when the ferry Halcyon sank at Kelm?');
    expect(evidence.slice(0, 2).map(({ plain }) => /\d+ passengers/.exec(plain)?.[0])).toEqual([
      '19 passengers',
      '14 passengers',
    ]);
    expect(citations.slice(0, 2).map(({ published }) => published)).toEqual(['2018-09-20', '2018-05-02']);
  });

  it('does not list a source that says otherwise among those that say the same', async () => {
    const { citations } = await ask('how many passengers died when the ferry Halcyon sank at Kelm?');
    expect(citations.map(({ alsoIn }) => alsoIn)).toEqual(citations.map(() => []));
  });

  it('says that the sources have the words of a name, not the name, when two people share them', async () => {
    const { reason } = await ask('is Radek Tidewater sanctioned');
    expect(reason).toMatchObject({ kind: 'not-stated', names: ['Radek Tidewater'], held: [] });
  });

  it('quotes the sentence before one whose subject is a pronoun', async () => {
    const { evidence } = await ask('who owns Ostrava Tidewater Lines?');
    const owned = evidence.find(({ plain }) => plain.includes('owned by Radek Vint'))!;
    expect(owned.sentences.length).toBeGreaterThan(1);
  });

  it('keeps to the dates of the question, and orders by them for "latest"', async () => {
    expect((await ask('how much did Bank of Varn pay in 2021')).evidence[0]?.plain).toContain('$4.5 million');
    expect((await ask('how much did Bank of Varn pay in 2023')).evidence[0]?.plain).toContain('$900,000');
    expect((await ask('latest settlement: how much did Bank of Varn pay')).evidence[0]?.plain).toContain('$900,000');
  });

  it.each([
    ['who is the chairman of Gazolia Petrochem?', 'name'],
    ['', 'empty'],
    ['??? !!!', 'empty'],
    ['best pasta recipe with mushrooms', 'topic'],
  ])('refuses %j because of its %s, without citations, and says what is nearest', async (question, kind) => {
    const { status, evidence, citations, reason, nearest } = await ask(question);
    expect({ status, evidence, citations }).toEqual({ status: 'not_found', evidence: [], citations: [] });
    expect(reason?.kind).toBe(kind);
    expect(nearest).toBeDefined();
  });

  it.each([
    ['4,000 characters of one letter', 'x '.repeat(2000), 'topic'],
    ['mentions and Markdown around a question word', '<@123456789012345678> @everyone **why** `was` it', 'topic'],
    ['Markdown alone', '**__~~``__**', 'empty'],
    ['another language', '¿por qué sancionaron a la naviera?', 'topic'],
    ['a language without spaces', '为什么制裁这家公司', 'name'],
    ['gibberish', 'asdf qwer zxcv hjkl', 'topic'],
    ['another subject', 'how do i renew my driving licence in july', 'topic'],
    ['a greeting', 'hello there, how are you?', 'topic'],
  ])('refuses %s, and says why', async (_, question, kind) => {
    const { status, citations, reason } = await ask(question);
    expect({ status, citations, kind: reason?.kind }).toEqual({ status: 'not_found', citations: [], kind });
  });

  it('says of a near miss what the sources do hold about the name', async () => {
    const { status, reason } = await ask('what is the favourite colour of Radek Vint');
    expect(status).toBe('not_found');
    expect(reason).toMatchObject({
      kind: 'not-stated',
      held: [{ name: 'Radek Vint', sources: 2, latest: { title: 'Shipping company listed', published: '2019-03-05' } }],
    });
  });
});
