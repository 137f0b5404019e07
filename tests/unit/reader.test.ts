import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { basicTokens } from '../../src/model/basic-tokens.ts';
import { verifyModel } from '../../src/model/model-files.ts';
import type { Reader } from '../../src/model/reader.ts';
import { loadReader } from '../../src/model/transformers.ts';

const { embedding } = readConfig();

interface Reference {
  readonly question: string;
  readonly passage: string;
  readonly answer: string;
  readonly start: number;
  readonly end: number;
  readonly score: number;
}

describe.each(['reader-minilm-l6-sanctions', 'reader-minilm-l6'])('the reader that ships: %s', (MODEL) => {
  let reader: Reader;
  beforeAll(async () => {
    reader = await loadReader(MODEL, embedding);
  });

  it('marks the spans, with the scores, that another runtime computed', async () => {
    const file = await readFile(join(embedding.modelsDir, MODEL, 'reference-results.json'), 'utf8');
    const { items } = JSON.parse(file) as { items: Reference[] };
    expect(items.length).toBeGreaterThan(5);
    for (const { question, passage, start, end, score, answer } of items) {
      const [span] = await reader.read(question, passage, [[0, passage.length]]);
      // Below 0 the reader prefers "no answer", and which words it likes least ill is chance.
      if (score > 0) {
        expect({ question, answer: passage.slice(span!.start, span!.end) }).toEqual({ question, answer });
        expect([span!.start, span!.end]).toEqual([start, end]);
      }
      // 8-bit kernels differ between runtimes; the reference itself is up to 1.4 from full precision.
      expect(Math.abs(span!.score - score)).toBeLessThan(1);
    }
  });

  it('looks for spans within the ranges it is given only', async () => {
    const text = 'Harbour Bank was founded in 1988. It was fined $3.2 million in May.';
    const second = text.indexOf('It was');
    const [first, other, none] = await reader.read('how much was the fine?', text, [
      [0, second - 1],
      [second, text.length],
      [text.length, text.length],
    ]);
    expect(other!.score).toBeGreaterThan(first!.score);
    expect(text.slice(other!.start, other!.end)).toBe('$3.2 million');
    expect(none).toBeNull();
  });

  it('says where it looked when the folder holds no model', async () => {
    await expect(loadReader('../no/such-reader', embedding)).rejects.toThrow(
      /no model in .*such-reader.*READER_MODEL/s,
    );
  });

  it('reads the files that its sums name', async () => {
    expect(await verifyModel(embedding.modelsDir, MODEL)).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('basic tokens', () => {
  it('keep offsets over accents, quotes, dashes, money and Chinese', () => {
    const text = 'Guaidó’s “$3.2–4 bn” U.S.-led 中国 don`t';
    const tokens = basicTokens(text);
    expect(tokens.map(({ text: word }) => word)).toEqual([
      'Guaidó',
      '’',
      's',
      '“',
      '$',
      '3',
      '.',
      '2',
      '–',
      '4',
      'bn',
      '”',
      'U',
      '.',
      'S',
      '.',
      '-',
      'led',
      '中',
      '国',
      'don',
      '`',
      't',
    ]);
    for (const { text: word, start, end } of tokens) expect(text.slice(start, end)).toBe(word);
  });
});
