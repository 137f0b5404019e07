import { describe, expect, it } from 'vitest';
import { Keywords, queryOf } from '../../src/index/keywords.ts';
import { terms, words } from '../../src/index/terms.ts';
import { fuse, SOURCE_SHARE, withSources } from '../../src/retrieval/fuse.ts';
import { temporaryFolder } from '../support/run.ts';

describe('words', () => {
  it.each([
    ['Maduro’s', ['maduro']],
    ["Maduro's U.S.-based", ['maduro', 'us', 'based']],
    ['Guaidó GUAIDO', ['guaido', 'guaido']],
    ['import-export “quoted”', ['import', 'export', 'quoted']],
    ['E.O. 13,692', ['eo', '13', '692']],
    ['O’Brien don’t', ['obrien', 'dont']],
  ])('reads %j alike however it is written', (text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  it('drops words that carry no topic and stems the rest', () => {
    expect(terms('Why was the company sanctioned by the U.S.?')).toEqual(['compani', 'sanction', 'us']);
  });
});

describe('the fusion of keywords and vectors', () => {
  it('adds the scores, each as a share of its best, worked out by hand', () => {
    const fused = fuse([
      { position: 7, keywordScore: 12, cosine: 0.6 },
      { position: 3, keywordScore: 6, cosine: 0.8 },
      { position: 9, keywordScore: 0, cosine: 0.4 },
    ]);
    expect(fused.map(({ position }) => position)).toEqual([3, 7, 9]);
    expect(fused.map(({ score }) => score)).toEqual([
      expect.closeTo(0.4 * 0.5 + 0.6, 9),
      expect.closeTo(0.4 + 0.6 * 0.5, 9),
      expect.closeTo(0, 9),
    ]);
  });

  it('takes what there is where no passage has a word of the question, or there is no passage', () => {
    expect(fuse([{ position: 1, keywordScore: 0, cosine: 0.5 }])).toEqual([{ position: 1, score: 0.6 }]);
    expect(fuse([{ position: 1, keywordScore: 3, cosine: 0.2 }])[0]!.score).toBeLessThanOrEqual(1);
    expect(fuse([])).toEqual([]);
  });

  it('scores further passages on the scale of those that were found', () => {
    const found = [
      { position: 1, keywordScore: 10, cosine: 0.8 },
      { position: 2, keywordScore: 0, cosine: 0.6 },
    ];
    const further = { position: 3, keywordScore: 5, cosine: 0.2 };
    const fused = fuse(found, [further]);
    expect(fused.filter(({ position }) => position !== 3)).toEqual(fuse(found));
    expect(fused.find(({ position }) => position === 3)!.score).toBeCloseTo(0.4 * 0.5, 9);
  });

  it('prefers another passage of the best source to one like it of a source that has nothing better', () => {
    // The article whose lead names the bank tells the amount further down, in words less like the question.
    const source = ['article', 'other', 'article'];
    const fused = withSources(
      [
        { position: 0, score: 1 },
        { position: 1, score: 0.5 },
        { position: 2, score: 0.45 },
      ],
      (position) => source[position]!,
    );
    expect(fused.map(({ position }) => position)).toEqual([0, 2, 1]);
    expect(fused[0]!.score).toBeCloseTo(1, 9);
    expect(fused[2]!.score).toBeCloseTo(0.5, 9);
    expect(fused[1]!.score).toBeCloseTo((0.45 + SOURCE_SHARE) / (1 + SOURCE_SHARE), 9);
  });
});

describe('keywords', () => {
  const keywords = Keywords.build([
    // A reader who types the short name wants the passage about it, not the one that repeats "company".
    'Acme Marine (AMX) was designated for moving crude oil.',
    'The company and another company and a third company were named.',
    'Crude oil prices rose.',
  ]);

  it('ranks the passage that holds the rare words first', () => {
    expect(keywords.search(queryOf('company AMX designation'), 3)[0]?.position).toBe(0);
  });

  it('weighs rare terms over common ones, and unseen ones highest', () => {
    expect(keywords.weight('oil')).toBeLessThan(keywords.weight('acm'));
    expect(keywords.weight('acm')).toBeLessThan(keywords.weight('unseen'));
  });

  it('scores as BM25 with k1 1.2 and b 0.75 does, worked out by hand', () => {
    const two = Keywords.build(['alpha beta', 'alpha alpha gamma delta']);
    // Lengths 2 and 4, mean 3; idf(alpha) = ln(1 + 0.5 / 2.5), idf(beta) = ln(1 + 1.5 / 1.5).
    const tf = (count: number, length: number) => (count * 2.2) / (count + 1.2 * (0.25 + (0.75 * length) / 3));
    const [first, second] = two.search(queryOf('alpha beta'), 2);
    expect(first).toMatchObject({
      position: 0,
      score: expect.closeTo(Math.log(1.2) * tf(1, 2) + Math.log(2) * tf(1, 2), 5),
    });
    expect(second).toMatchObject({ position: 1, score: expect.closeTo(Math.log(1.2) * tf(2, 4), 5) });
  });

  it('is the same after being saved and loaded', async () => {
    const folder = await temporaryFolder();
    await keywords.save(folder);
    const loaded = await Keywords.load(folder);
    expect(loaded.search(queryOf('crude oil designated'), 3)).toEqual(
      keywords.search(queryOf('crude oil designated'), 3),
    );
    expect(loaded.documentFrequency('oil')).toBe(2);
  });

  it('keeps the best k of many in order, the earlier of equals first, and obeys a filter', () => {
    const many = Keywords.build(Array.from({ length: 500 }, (_, i) => `word ${'filler '.repeat(i % 7)}`));
    const hits = many.search(queryOf('word'), 20);
    expect(hits.map(({ position }) => position)).toEqual(Array.from({ length: 20 }, (_, i) => i * 7));
    expect(many.search(queryOf('word'), 3, (position) => position > 100).map(({ position }) => position)).toEqual([
      105, 112, 119,
    ]);
    expect(many.search(queryOf('word'), 0)).toEqual([]);
  });

  it('takes query syntax for words', () => {
    expect(() => keywords.search(queryOf('"(*:~^ AND OR -'), 3)).not.toThrow();
    expect(keywords.search(queryOf('!!! ???'), 3)).toEqual([]);
  });
});
