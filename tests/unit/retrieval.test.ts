import { describe, expect, it } from 'vitest';
import { Keywords, terms, words } from '../../src/index/keywords.ts';
import { reciprocalRankFusion } from '../../src/retrieval/fuse.ts';

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

describe('reciprocal rank fusion', () => {
  it('gives the sums of 1 / (60 + rank)', () => {
    const fused = reciprocalRankFusion([
      [{ position: 7 }, { position: 3 }],
      [{ position: 3 }, { position: 9 }],
    ]);
    expect(fused.map(({ position }) => position)).toEqual([3, 7, 9]);
    expect(fused[0]).toMatchObject({ score: 1 / 62 + 1 / 61, ranks: [2, 1] });
    expect(fused[1]).toMatchObject({ score: 1 / 61, ranks: [1, null] });
  });

  it('is empty for empty rankings', () => {
    expect(reciprocalRankFusion([[], []])).toEqual([]);
  });
});

describe('keywords', () => {
  const keywords = Keywords.build([
    // A reader who types the short name wants the passage about it, not the one that repeats "company".
    { id: 0, title: 'Notice', text: 'Acme Marine (AMX) was designated for moving crude oil.' },
    { id: 1, title: 'Notice', text: 'The company and another company and a third company were named.' },
    { id: 2, title: 'Notice', text: 'Crude oil prices rose.' },
  ]);

  it('ranks the passage that holds the rare words first', () => {
    expect(keywords.search('company AMX designation', 3)[0]?.position).toBe(0);
  });

  it('weighs rare terms over common ones, and unseen ones highest', () => {
    expect(keywords.weight('oil')).toBeLessThan(keywords.weight('acm'));
    expect(keywords.weight('acm')).toBeLessThan(keywords.weight('unseen'));
  });

  it('takes query syntax for words', () => {
    expect(() => keywords.search('"(*:~^ AND OR -', 3)).not.toThrow();
    expect(keywords.search('!!! ???', 3)).toEqual([]);
  });
});
