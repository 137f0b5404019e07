import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/answer/answer.ts';
import { citationUrl, describeDate, describeParagraphs } from '../../src/answer/describe.ts';
import { questionIn } from '../../src/discord/messages/trigger.ts';
import { renderAnswer } from '../../src/discord/render/answer.ts';
import { renderPassage } from '../../src/discord/render/passage.ts';
import { renderSources } from '../../src/discord/render/sources.ts';
import { clip, literal } from '../../src/discord/render/text.ts';
import { renderAnswer as renderForTerminal } from '../../src/terminal/render.ts';
import { payloadProblems } from '../support/payload-limits.ts';

const VIEW = 'AbCdEfGhIjKlMn';

const hostile = fc.constantFrom(
  '@everyone',
  '<@123456789012345678>',
  '[click](https://evil.example)',
  '**',
  '```ansi\n',
  '\u202e',
  '\u200b',
  '\u001b[31m',
  '> quote',
  '# big',
  '|| x ||',
  '\\',
  '🇻🇪',
  '`',
  '-# small',
  'https://discord.gg/x',
);
const text = (most: number) =>
  fc
    .array(fc.oneof(hostile, fc.string({ unit: 'grapheme', maxLength: 30 })), { minLength: 1, maxLength: most })
    .map((parts) => parts.join(' '));
const url = fc.oneof(
  fc.constant(null),
  fc.constantFrom(
    'javascript:alert(1)',
    'https://example.org/a(b)c',
    '/relative',
    `https://example.org/${'long'.repeat(400)}`,
  ),
  fc.webUrl(),
);
const date = fc.constantFrom(null, '2020-11-30');
const citation = (n: number) =>
  fc.record({
    n: fc.constant(n),
    sourceId: text(3),
    sha256: fc.constant('0'.repeat(64)),
    title: text(40),
    publisher: fc.oneof(fc.constant(null), text(20)),
    published: date,
    dateKind: fc.constantFrom('published' as const, 'event' as const),
    url,
    path: text(4),
    paragraphs: fc.constant([3, 5] as const),
    passageId: text(2),
    alsoIn: fc.constant([]),
    passageReference: fc.stringMatching(/^[0-9a-f]{16}$/),
  });
const answer: fc.Arbitrary<Answer> = fc.integer({ min: 0, max: 30 }).chain((count) =>
  fc.record({
    question: text(200),
    status: fc.constant(count > 0 ? ('answered' as const) : ('not_found' as const)),
    confidence: fc.double({ min: 0, max: 1, noNaN: true }),
    evidence: fc.tuple(
      ...Array.from({ length: count }, (_, i) =>
        text(150).map((plain) => ({
          quote: plain,
          plain,
          citation: i + 1,
          start: 0,
          end: 1,
          sentences: [plain],
          highlights: [],
        })),
      ),
    ),
    citations: fc.tuple(...Array.from({ length: count }, (_, i) => citation(i + 1))),
    passages: fc.array(
      fc.record({
        id: text(2),
        reference: text(2),
        sourceId: text(2),
        score: fc.constant(0.1),
        text: text(100),
        plain: text(100),
      }),
      {
        maxLength: 3,
      },
    ),
    explanation: fc.constant({
      asked: 'why',
      names: [],
      aliases: [],
      dates: null,
      confidence: { value: 0, threshold: 0.5, features: {}, contributions: {}, bias: 0 },
      candidates: [],
    }),
    timings: fc.constant({ embedMs: 1, searchMs: 1, answerMs: 1, totalMs: 3 }),
    index: fc.constant({ generation: 'g', corpus: 'c', created: '2026-11-25T00:00:00Z', model: 'm' }),
  }),
);

describe('messages', () => {
  it('keep every limit of Discord’s and never hold a live mention or link of the text’s own, whatever the text is', () => {
    fc.assert(
      fc.property(answer, text(200), fc.boolean(), (each, asked, isPrivate) => {
        const payload = renderAnswer(each, null, { viewId: VIEW, isPrivate, asked, sharedBy: '<@123456789012345678>' });
        expect(payloadProblems(payload as Parameters<typeof payloadProblems>[0])).toEqual([]);
        expect(payload.allowedMentions).toEqual({ parse: [] });
        const embed = payload.embeds![0]!;
        const written = [embed.title, embed.description, ...(embed.fields ?? []).map(({ value }) => value)].join('\n');
        expect(written.replace('Shared by <@123456789012345678>.', '')).not.toMatch(
          /(?<!\\)<[@#]|(?<!\\)\]\(https:\/\/evil|(?!\n)[\p{Cc}\p{Cf}]/u,
        );
        for (const [, target] of written.matchAll(/(?<!\\)\]\(([^)]*)\)/g)) expect(target).toMatch(/^https?:\/\//);
      }),
      { numRuns: 200 },
    );
  });

  it('hold passages and lists of any size', () => {
    const passage = fc.record({
      id: text(2),
      title: text(60),
      publisher: fc.oneof(fc.constant(null), text(90)),
      published: date,
      dateKind: fc.constant('published' as const),
      url,
      path: text(90),
      paragraphs: fc.constant([1, 2] as const),
      plain: text(600),
      sourceId: text(2),
      reference: fc.constant('0123456789abcdef'),
      number: fc.constant(1),
      of: fc.constant(2),
      previous: fc.constant(null),
      next: fc.constant('fedcba9876543210'),
    });
    fc.assert(
      fc.property(passage, (each) => {
        expect(payloadProblems(renderPassage(each, VIEW, null) as object)).toEqual([]);
      }),
    );
    const source = fc.record({
      id: text(2),
      title: text(60),
      publisher: fc.oneof(fc.constant(null), text(60)),
      published: date,
      dateKind: fc.constant('event' as const),
      url,
      path: text(3),
      passages: fc.constant(1),
      reference: fc.constant(''),
      collection: fc.constant(''),
    });
    const sources = fc
      .array(source, { maxLength: 40 })
      .map((all) => all.map((each, i) => ({ ...each, reference: i.toString(16).padStart(16, '0') })));
    fc.assert(
      fc.property(sources, fc.integer({ min: -5, max: 50 }), text(80), (all, page, filter) => {
        expect(payloadProblems(renderSources(all, page, null, { viewId: VIEW, filter }) as object)).toEqual([]);
      }),
    );
  });

  it('say how many citations and quotations are left out', () => {
    const many = fc.sample(
      answer.filter((each) => each.citations.length > 20),
      1,
    )[0]!;
    const embed = renderAnswer(
      {
        ...many,
        citations: many.citations.map((one) => ({ ...one, title: 'A long title '.repeat(9) })),
        evidence: many.evidence.map((one) => ({ ...one, plain: 'Some words. '.repeat(100) })),
      },
      null,
      { viewId: VIEW, isPrivate: true },
    ).embeds![0]!;
    expect(embed.fields![0]!.value).toMatch(/… and \d+ more$/);
    expect(embed.description).toMatch(/\d+ more quotations? did not fit\.$/);
  });
});

describe('a long quotation', () => {
  it('is cut at clause boundaries around the words that answer, which stay bold', () => {
    const plain =
      `${'The office listed a firm, '.repeat(60)}because it *paid* in gold, ${'and more was said, '.repeat(60)}`.trim();
    const start = plain.indexOf('it *paid* in gold');
    const one = fc.sample(
      answer.filter((each) => each.status === 'answered'),
      1,
    )[0]!;
    const quotation = {
      ...one.evidence[0]!,
      plain,
      quote: plain,
      highlights: [{ start, end: start + 'it *paid* in gold'.length, kind: 'answer' as const }],
    };
    const { description } = renderAnswer({ ...one, corrections: [], evidence: [quotation] }, null, {
      viewId: VIEW,
      isPrivate: false,
    }).embeds![0]!;
    expect(description).toMatch(
      /^> … The office listed a firm, .*\*\*it \\\*paid\\\* in gold\*\*,.* … \*\*\[\d+\]\*\*$/s,
    );
    expect(description!.length).toBeLessThan(1300);
  });
});

describe('text', () => {
  it('cuts at a space, never inside a surrogate pair or an escape', () => {
    expect(clip('one two three', 9)).toBe('one two…');
    expect(clip('🇻🇪🇻🇪🇻🇪', 4)).not.toMatch(/\p{Cs}/u);
    expect(clip(literal('*'.repeat(50)), 10)).not.toMatch(/\\…$/);
    fc.assert(
      fc.property(text(40), fc.integer({ min: 2, max: 200 }), (each, limit) => {
        expect(clip(each, limit).length).toBeLessThanOrEqual(limit);
      }),
    );
  });

  it('removes the bot’s own mention from a question, and nothing else', () => {
    expect(questionIn('<@42> why  was <@!42>\nX listed? <@43>', '42')).toBe('why was X listed? <@43>');
    expect(questionIn('<@42>', '42')).toBe('');
  });

  it('links to http(s) only, and resolves relative addresses against the configured site', () => {
    expect(citationUrl('javascript:alert(1)', null)).toBeNull();
    expect(citationUrl('/news/x', null)).toBeNull();
    expect(citationUrl('/news/x', 'https://home.example')).toBe('https://home.example/news/x');
    expect(citationUrl('javascript:alert(1)', 'https://home.example')).toBeNull();
  });

  it('writes dates and paragraphs for people', () => {
    expect(describeDate({ published: '2020-11-30', dateKind: 'event' })).toBe('30 Nov 2020 (date of the event)');
    expect(describeDate({ published: null, dateKind: 'published' })).toBe('no date');
    expect([describeParagraphs([3, 3]), describeParagraphs([3, 5])]).toEqual(['¶ 3', '¶¶ 3–5']);
  });
});

describe('the terminal', () => {
  it('never prints a control character of a source or question', () => {
    fc.assert(
      fc.property(answer, (each) => {
        expect(renderForTerminal(each, { colour: false, columns: 80, corpusDir: 'c', baseUrl: null })).not.toMatch(
          /(?!\n)[\p{Cc}\p{Cf}]/u,
        );
      }),
    );
  });
});
