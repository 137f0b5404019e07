import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { chunk, plainPassage } from '../../src/corpus/chunk.ts';
import { parseSource } from '../../src/corpus/load.ts';
import { type Embedder, loadEmbedder } from '../../src/model/transformers.ts';

let embedder: Embedder;
beforeAll(async () => {
  embedder = await loadEmbedder(readConfig().embedding);
});

const word = fc.oneof(
  fc.constantFrom(
    'sanctions',
    'U.S.',
    'the',
    'Guaidó',
    '“quoted”',
    '**bold**',
    '[link](https://x.example/y)',
    'E.O.',
    '13692',
    '&amp;',
    'don’t',
    '中国',
    '🇻🇪',
    '|',
    '`code`',
  ),
  fc.string({ minLength: 1, maxLength: 12 }),
);
const sentence = fc.array(word, { minLength: 1, maxLength: 40 }).map((words) => `${words.join(' ')}.`);
const block = fc.oneof(
  { weight: 6, arbitrary: fc.array(sentence, { minLength: 1, maxLength: 6 }).map((all) => all.join(' ')) },
  { weight: 1, arbitrary: word.map((text) => `## ${text}`) },
  {
    weight: 2,
    arbitrary: fc
      .array(sentence, { minLength: 1, maxLength: 4 })
      .map((items) => items.map((item) => `- ${item}`).join('\n')),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('***', '<!-- a comment -->', '| a | b |\n|---|---|\n| c | d |', '    indented text'),
  },
  { weight: 1, arbitrary: fc.array(word, { minLength: 60, maxLength: 160 }).map((words) => words.join(' ')) },
);
const body = fc
  .tuple(fc.array(block, { minLength: 1, maxLength: 8 }), fc.constantFrom('\n\n', '\r\n\r\n', '\n\n\n'))
  .map(([blocks, gap]) => blocks.join(gap));

describe('passages', () => {
  it.each(['a.md', 'a.txt'])('tile the text of %s, hold whole sentences, keep order and budget', async (path) => {
    await fc.assert(
      fc.asyncProperty(body, fc.integer({ min: 24, max: 120 }), async (text, budget) => {
        fc.pre(text.trim() !== '' && !/^\uFEFF?---[ \t]*\r?\n/.test(text));
        const source = parseSource(path, Buffer.from(text));
        const { sentences, passages } = await chunk(source, async (texts) => embedder.countTokens(texts), budget);
        let at = source.bodyStart;
        for (const passage of passages) {
          expect(source.text.slice(at, passage.start).trim()).toBe('');
          expect(passage.end).toBeGreaterThan(passage.start);
          expect(passage.paragraphs[0]).toBeLessThanOrEqual(passage.paragraphs[1]);
          at = passage.end;
        }
        expect(source.text.slice(at).trim()).toBe('');
        for (const each of sentences) {
          expect(each.start).toBeLessThan(each.end);
          expect(source.text.slice(each.start, each.end).trim()).not.toBe('');
          const tokens = embedder.countTokens([each.plain])[0]!;
          const holders = passages.filter((passage) => passage.start < each.end && each.start < passage.end);
          if (tokens <= budget) expect(holders).toHaveLength(1);
        }
        for (const passage of passages) {
          const held = sentences.slice(...passage.sentences);
          const whole = held.every((each) => each.start >= passage.start && each.end <= passage.end);
          const tokens = held.reduce((sum, each) => sum + embedder.countTokens([each.plain])[0]!, 0);
          if (whole) expect(tokens).toBeLessThanOrEqual(budget);
        }
      }),
      { numRuns: 250 },
    );
  });

  it('begin with a heading rather than end with one, and keep the title out of the text', async () => {
    const filler = `${'Something was said about the bank. '.repeat(8).trim()}\n\n`;
    const source = parseSource('a.md', Buffer.from(`---\ntitle: Secret title\n---\n${filler}## Why\n\n${filler}`));
    const { sentences, passages } = await chunk(source, async (texts) => embedder.countTokens(texts), 80);
    const texts = passages.map((passage) => plainPassage(sentences, passage, source.text));
    expect(texts.filter((text) => text.startsWith('Why\n'))).toHaveLength(1);
    expect(texts.some((text) => text.endsWith('Why'))).toBe(false);
    expect(texts.join()).not.toContain('Secret title');
  });
});
