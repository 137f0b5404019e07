import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROJECT_DIR } from '../../src/config.ts';
import { loadCorpus } from '../../src/corpus/load.ts';
import { isBeir, readBeirQueries, stageBeirCorpus } from '../../src/evaluation/beir.ts';
import { judge, type Quotation } from '../../src/evaluation/judge.ts';
import { checkGold, readQuestions } from '../../src/evaluation/question-file.ts';
import { temporaryFolder } from '../support/run.ts';

const quotation = (plain: string, extra: Partial<Quotation> = {}): Quotation => ({
  plain,
  quote: plain,
  start: 0,
  end: plain.length,
  path: 'a.md',
  sourceId: 'a',
  sentences: [plain],
  ...extra,
});

describe('question files', () => {
  it('name the line that is wrong', async () => {
    const folder = await temporaryFolder({
      'q.jsonl': '{"id":1,"question":"x"}\n{"id":2,"question":"y","any":["("]}\n',
      'twice.jsonl': '{"id":1,"question":"x"}\n{"id":"1","question":"y"}\n',
    });
    await expect(readQuestions(join(folder, 'q.jsonl'))).rejects.toThrow(/q\.jsonl:2:/);
    await expect(readQuestions(join(folder, 'twice.jsonl'))).rejects.toThrow(/used twice/);
  });

  it.each([
    ['tests/eval/seed.jsonl', 'corpus', 30, 10],
    ['tests/eval/invented.jsonl', 'tests/eval/invented', 85, 35],
  ])('%s holds gold that is in its corpus, split by document', async (file, corpus, answerable, refusals) => {
    const questions = await readQuestions(join(PROJECT_DIR, file));
    const texts = new Map(
      (await loadCorpus(join(PROJECT_DIR, corpus))).sources.map((source) => [source.path, source.text]),
    );
    for (const { id, refuse, docs, gold, any } of questions) {
      if (refuse) continue;
      expect(docs.length, id).toBeGreaterThan(0);
      const text = docs.map((path) => texts.get(path) ?? '').join('\n');
      expect(
        gold.some((each) => typeof each === 'string' && text.includes(each)) ||
          any.some((pattern) => pattern.test(text)),
        id,
      ).toBe(true);
    }
    expect(questions.filter(({ refuse }) => !refuse).length).toBeGreaterThanOrEqual(answerable);
    expect(questions.filter(({ refuse }) => refuse).length).toBeGreaterThanOrEqual(refusals);
    expect(new Set(questions.map(({ split }) => split))).toEqual(new Set(['tune', 'held-out']));
  });

  it('the press-release set gives gold as offsets with the file’s sum, never as text', async () => {
    const questions = await readQuestions(join(PROJECT_DIR, 'tests/eval/treasury.jsonl'));
    const gold = questions.flatMap((question) => question.gold);
    expect(gold.length).toBeGreaterThan(100);
    for (const split of ['tune', 'held-out']) {
      const half = questions.filter((question) => question.split === split);
      expect(half.filter(({ refuse }) => !refuse).length, split).toBeGreaterThanOrEqual(110);
      expect(half.filter(({ refuse }) => refuse).length, split).toBeGreaterThanOrEqual(40);
      expect(new Set(half.flatMap(({ docs }) => docs)).size, split).toBeGreaterThanOrEqual(90);
    }
    // A question is about the document of its first gold span; no document has questions in two splits.
    const splits = new Map<string, Set<string | undefined>>();
    for (const { gold: spans, split } of questions) {
      const first = spans[0];
      if (typeof first !== 'object') continue;
      splits.set(first.path, (splits.get(first.path) ?? new Set()).add(split));
    }
    expect([...splits].filter(([, names]) => names.size > 1)).toEqual([]);
    expect(
      gold.every((each) => typeof each === 'object' && /^[0-9a-f]{64}$/.test(each.sha256) && each.end > each.start),
    ).toBe(true);
    expect(await readFile(join(PROJECT_DIR, 'tests/eval/treasury.jsonl'), 'utf8')).not.toMatch(/"gold": ?\["/);
  });
});

describe('gold by offsets', () => {
  const question = (sha256: string) => ({
    id: 'q1',
    question: 'q',
    docs: [],
    type: 't',
    refuse: false,
    gold: [{ path: 'a.md', start: 0, end: 5, sha256 }],
    partly: [],
    any: [],
    not: [],
  });

  it('is refused when the file is another one, or not there', () => {
    expect(() => checkGold([question('aa')], [{ path: 'a.md', sha256: 'aa' }])).not.toThrow();
    expect(() => checkGold([question('aa')], [{ path: 'a.md', sha256: 'bb' }])).toThrow(/q1: a\.md has another sha256/);
    expect(() => checkGold([question('aa')], [])).toThrow(/q1: a\.md is not in the corpus/);
  });
});

describe('judging an answer', () => {
  const base = { id: '1', question: 'q', docs: [], type: 't', refuse: false, gold: [], partly: [], any: [], not: [] };

  it('takes a gold sentence however it is written, and a pattern; `not` wins', () => {
    expect(
      judge({ ...base, gold: ['The “firm” paid **$3**.'] }, [quotation('Before. The "firm" paid $3.')]),
    ).toMatchObject({ first: true, any: true });
    expect(judge({ ...base, any: [/\$3/iu] }, [quotation('No.'), quotation('It paid $3.')])).toMatchObject({
      first: false,
      any: true,
      excess: 1,
      quoted: 2,
    });
    expect(judge({ ...base, any: [/\$3/iu], not: [/billion/iu] }, [quotation('It paid $3 billion.')])).toMatchObject({
      any: false,
    });
  });

  it('takes gold by offsets in the right file only', () => {
    const gold = [{ path: 'a.md', start: 10, end: 50, sha256: '' }];
    expect(judge({ ...base, gold }, [quotation('x', { start: 5, end: 60 })]).first).toBe(true);
    expect(judge({ ...base, gold }, [quotation('x', { start: 5, end: 60, path: 'b.md' })]).first).toBe(false);
    expect(judge({ ...base, gold }, [quotation('x', { start: 40, end: 90 })]).first).toBe(false);
  });
});

describe('a set in BEIR’s form', () => {
  it('is read as it is', async () => {
    const folder = await temporaryFolder({
      'corpus.jsonl':
        '{"_id":"d1","title":"One","text":"First text."}\n{"_id":"d2","title":"","text":"Second text."}\n',
      'queries.jsonl': '{"_id":"q1","text":"first?"}\n{"_id":"q9","text":"not judged"}\n',
      'qrels/test.tsv': 'query-id\tcorpus-id\tscore\r\nq1\td1\t1\r\nq1\td2\t0\r\n',
    });
    expect(await isBeir(folder)).toBe(true);
    expect(await stageBeirCorpus(folder, join(folder, 'staged'))).toBe(2);
    expect((await loadCorpus(join(folder, 'staged'))).sources.map(({ id, title }) => [id, title])).toEqual([
      ['d1', 'One'],
      ['d2', '000001'],
    ]);
    const queries = await readBeirQueries(join(folder, 'queries.jsonl'), join(folder, 'qrels/test.tsv'));
    expect(queries.map(({ question, relevant }) => [question.question, [...relevant]])).toEqual([
      [
        'first?',
        [
          ['d1', 1],
          ['d2', 0],
        ],
      ],
    ]);
  });
});
