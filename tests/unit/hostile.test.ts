import { describe, expect, it } from 'vitest';
import type { Citation } from '../../src/answer/answer.ts';
import { plainOf } from '../../src/discord/messages/respond.ts';
import { renderAnswer } from '../../src/discord/render/answer.ts';
import { renderCard } from '../../src/discord/render/card.ts';
import { renderExcerpts } from '../../src/discord/render/excerpts.ts';
import { renderFeedback } from '../../src/discord/render/feedback.ts';
import type { Payload } from '../../src/discord/render/message.ts';
import { renderPassage } from '../../src/discord/render/passage.ts';
import { renderRecent } from '../../src/discord/render/recent.ts';
import { renderEffective, renderSettings } from '../../src/discord/render/settings.ts';
import { renderSource, renderSources } from '../../src/discord/render/sources.ts';
import { renderStatus } from '../../src/discord/render/status.ts';
import { DEFAULT_SETTINGS } from '../../src/state/settings.ts';
import { renderAnswer as renderForTerminal } from '../../src/terminal/render.ts';
import { expectHarmless, PAYLOADS } from '../support/hostile-payloads.ts';

const VIEW = 'AbCdEfGhIjKlMn';

/** Every renderer, with the payload in every place that text of others takes. */
function everyRendering(text: string): Record<string, Payload> {
  const date = { published: '2020-01-02', dateKind: 'published' as const };
  const header = { title: text, publisher: text, ...date, url: text, path: text };
  const citation: Citation = {
    ...header,
    n: 1,
    sourceId: text,
    sha256: '0'.repeat(64),
    paragraphs: [1, 2],
    passageId: text,
    passageReference: '0123456789abcdef',
    alsoIn: [],
  };
  const evidence = {
    quote: text,
    plain: text,
    citation: 1,
    start: 0,
    end: text.length,
    sentences: [text],
    highlights: [{ start: 0, end: Math.min(text.length, 4), kind: 'answer' as const }],
  };
  const answer = {
    question: text,
    confidence: 0.7,
    evidence: [evidence],
    citations: [citation],
    corrections: [{ from: text, to: text }],
    timings: { embedMs: 1, searchMs: 1, answerMs: 1, totalMs: 3 },
  };
  const found = { ...answer, status: 'answered' as const };
  const refused = {
    ...answer,
    status: 'not_found' as const,
    evidence: [],
    citations: [],
    reason: { kind: 'name' as const, names: [text] },
    nearest: [{ id: text, reference: text, sourceId: text, score: 1, text, plain: text }],
  };
  const notStated = {
    ...refused,
    reason: {
      kind: 'not-stated' as const,
      names: [text],
      held: [{ name: text, sources: 1, isAtLeast: false, latest: { title: text, ...date, id: text } }],
      missing: [text],
    },
  };
  const source = {
    ...header,
    id: text,
    reference: '0123456789abcdef',
    passages: 1,
    collection: text,
    text,
    sha256: '0'.repeat(64),
    language: text,
    aliases: [text],
    opening: text,
  };
  const mention = { quote: text, plain: text, start: 0, end: 1, citation };
  const card = {
    name: text,
    aliases: [text, text],
    sources: 1,
    mentions: 1,
    first: mention,
    last: mention,
    designations: [{ ...mention, kind: 'designation' as const, authority: text }],
    moreDesignations: 1,
    related: [{ name: text, passages: 1 }],
    timeline: [],
  };
  const shown = { viewId: VIEW, isPrivate: true, asked: `${text} asked` };
  const settings = {
    viewId: VIEW,
    channelId: '300000000000000001',
    effective: { ...DEFAULT_SETTINGS, collections: [text] },
    own: { collections: [text] },
    collections: [text],
  };
  const renderings = {
    answer: renderAnswer(found, null, shown),
    'refusal: name': renderAnswer(refused, null, shown),
    'refusal: not stated': renderAnswer(notStated, null, shown),
    passage: renderPassage(
      {
        ...header,
        id: text,
        sourceId: text,
        reference: 'a'.repeat(16),
        paragraphs: [1, 1],
        plain: text,
        number: 1,
        of: 2,
        previous: null,
        next: 'b'.repeat(16),
      },
      VIEW,
      null,
    ),
    card: renderCard({ card, timeline: null }, null, VIEW),
    sources: renderSources([source], 0, null, { viewId: VIEW, filter: text.slice(0, 80) }),
    source: renderSource(source, null),
    recent: renderRecent([source], null),
    excerpts: renderExcerpts(
      text,
      'Passages',
      [{ ...header, reference: 'a'.repeat(16), paragraphs: [1, 1], plain: text }],
      VIEW,
      null,
    ),
    feedback: renderFeedback(
      {
        viewId: VIEW,
        guildId: '',
        channelId: '',
        verdict: 'not helpful',
        reason: 'other',
        comment: text.slice(0, 500) || null,
        question: text,
      },
      text,
    ),
    settings: renderSettings(settings),
    'settings shown': renderEffective(settings, []),
    status: renderStatus({
      index: {
        sources: 1,
        passages: 1,
        newest: null,
        oldest: null,
        created: '2026-01-01T00:00:00Z',
        embeddingModel: text,
        readerModel: text,
        changedFiles: 0,
      },
      version: text,
      uptimeMs: 1,
      waiting: 0,
      pingMs: 1,
    }),
  };
  return {
    ...renderings,
    'answer in plain text': plainOf(renderings.answer),
    'card in plain text': plainOf(renderings.card),
  };
}

describe('hostile text', () => {
  it('is at least forty payloads', () => {
    expect(PAYLOADS.length).toBeGreaterThanOrEqual(40);
  });

  it.each(PAYLOADS)('%s: pings nobody, forges nothing and fits, in every rendering', (name, text) => {
    for (const [rendering, payload] of Object.entries(everyRendering(text))) {
      expectHarmless(payload, `${name} in ${rendering}`);
    }
  });

  it.each(PAYLOADS)('%s: can’t drive a terminal', (_, text) => {
    const printed = renderForTerminal(
      {
        question: text,
        status: 'not_found',
        confidence: 0,
        evidence: [],
        citations: [],
        passages: [],
        nearest: [{ id: 'a', reference: 'a', sourceId: 'a', score: 1, text, plain: text }],
        reason: { kind: 'name', names: [text] },
        timings: { embedMs: 1, searchMs: 1, answerMs: 1, totalMs: 3 },
        index: { generation: 'g', corpus: 'c', created: '2026-11-25T00:00:00Z', model: 'm' },
        explanation: {
          asked: 'other',
          names: [],
          aliases: [],
          dates: null,
          confidence: { value: 0, threshold: 0.5, features: {}, contributions: {}, bias: 0 },
          candidates: [],
        },
      },
      { colour: false, columns: 80, corpusDir: 'corpus', baseUrl: null },
    );
    expect(printed).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  });
});
