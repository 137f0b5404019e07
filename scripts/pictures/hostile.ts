import type { Citation, Evidence } from '../../src/answer/answer.ts';
import { renderAnswer, type Showable, type Shown } from '../../src/discord/render/answer.ts';
import { renderCard } from '../../src/discord/render/card.ts';
import { renderExcerpts } from '../../src/discord/render/excerpts.ts';
import { QUESTION, SELECT_OPTIONS } from '../../src/discord/render/limits.ts';
import type { Payload } from '../../src/discord/render/message.ts';
import { renderPassage } from '../../src/discord/render/passage.ts';
import { renderEffective, renderSettings } from '../../src/discord/render/settings.ts';
import { renderStatus } from '../../src/discord/render/status.ts';
import type { Mention } from '../../src/entity/card.ts';
import { timelinePicture } from '../../src/entity/timeline.ts';
import { DEFAULT_SETTINGS } from '../../src/state/settings.ts';
import { exchange, reply, type Scene } from './scenes.ts';

/** Long texts of the kinds that break a layout: one word, nothing but Markdown, wide signs, right to left, mentions. */
const KINDS: Readonly<Record<string, string>> = {
  word: 'x',
  capitals: 'WM',
  markdown: '**a** _b_ [c](https://x.example/d) > e `f` ',
  wide: '漢字かな',
  arabic: 'شركة ',
  mentions: '<@400000000000000001> <:made:700000000000000001> ',
  address: 'https://x.example/a-long/path?and=query&',
};

const SHOWN: Shown = { viewId: '0'.repeat(14), isPrivate: true, sharedBy: '<@400000000000000001>' };

/** Payloads as long as the bot ever sends, of made-up answers. */
export async function hostileScenes(): Promise<Scene[]> {
  return Promise.all(
    Object.entries(KINDS).map(async ([name, seed]) => {
      const long = seed.repeat(Math.ceil(QUESTION / seed.length)).slice(0, QUESTION);
      return { name: `hostile-${name}`, said: [...answers(long), ...(await others(long))] };
    }),
  );
}

function answers(long: string) {
  const question = long.slice(0, QUESTION);
  const found: Showable = {
    question,
    status: 'answered',
    confidence: 0.99,
    evidence: [1, 2, 3, 4].map((n) => evidence(long, n)),
    citations: [1, 2, 3, 4, 5, 6].map((n) => citation(long, n)),
    corrections: [{ from: long, to: long }],
    timings: { embedMs: 1, searchMs: 1, answerMs: 1, totalMs: 123_456 },
  };
  const refused: Showable = {
    ...found,
    status: 'not_found',
    evidence: [],
    citations: [],
    reason: { kind: 'name', names: [long, long] },
    nearest: [{ id: '1', reference: '1', sourceId: '1', score: 1, text: long, plain: long }],
  };
  const shown = { ...SHOWN, asked: `${long}?` };
  return [found, refused].flatMap((answer) =>
    exchange(question.slice(0, 2000), renderAnswer(answer, 'https://x.example', shown)),
  );
}

async function others(long: string) {
  const mention: Mention = { quote: long, plain: long, start: 0, end: long.length, citation: citation(long, 1) };
  const designation = { ...mention, kind: 'removal', authority: long } as const;
  const card = {
    name: long,
    aliases: Array(20).fill(long) as string[],
    sources: 123_456,
    mentions: 123_456,
    first: mention,
    last: mention,
    designations: Array(8).fill(designation) as (typeof designation)[],
    moreDesignations: 123_456,
    related: Array(20).fill({ name: long, passages: 123_456 }) as { name: string; passages: number }[],
    timeline: ['1999-01', '2012-05', '2026-12'].map((month, n) => ({ month, mentions: 100 * n + 1 })),
  };
  const passage = { ...citation(long, 1), id: '1', plain: long, number: 1, of: 3, previous: null, next: 'next' };
  const payloads: Payload[] = [
    renderCard({ card, timeline: await timelinePicture(card.timeline) }, null, SHOWN.viewId),
    renderPassage({ ...passage, reference: 'here' }, SHOWN.viewId, null),
    renderExcerpts(
      long,
      'Not an answer',
      [1, 2, 3].map((n) => ({ ...passage, reference: String(n) })),
      SHOWN.viewId,
      null,
    ),
    renderSettings(settings(long)),
    renderEffective(settings(long), []),
    status(long),
  ];
  return payloads.map((payload) => reply('who', payload, true));
}

function settings(long: string) {
  const ids = Array.from({ length: 25 }, (_, n) => String(500000000000000001n + BigInt(n)));
  const collections = Array.from({ length: SELECT_OPTIONS }, (_, n) => `${n}${long.slice(0, 190)}`);
  const own = { askRoles: ids, adminRoles: ids, collections, mode: 'threads', visibility: 'private' } as const;
  const lists = { askRoles: ids, adminRoles: ids };
  return {
    viewId: SHOWN.viewId,
    channelId: '',
    effective: { ...DEFAULT_SETTINGS, ...own, ...lists },
    own: { ...own, ...lists },
    collections,
  };
}

function status(long: string): Payload {
  const index = { sources: 1_234_567, passages: 12_345_678, newest: '2026-12-31', oldest: '1999-01-01' };
  const models = { created: '2026-01-01T00:00:00Z', embeddingModel: long, readerModel: long, changedFiles: 123_456 };
  return renderStatus({ index: { ...index, ...models }, version: long, uptimeMs: 1e12, waiting: 1e6, pingMs: 1e5 });
}

function evidence(long: string, n: number): Evidence {
  const plain = long.slice(0, 1500);
  const highlights = [{ start: 10, end: 600, kind: 'answer' }] as const;
  return { quote: plain, plain, citation: n, start: 0, end: plain.length, sentences: [plain], highlights };
}

function citation(long: string, n: number): Citation {
  return {
    n,
    sourceId: String(n),
    sha256: '0'.repeat(64),
    title: long.slice(0, 600),
    publisher: long.slice(0, 300),
    published: '2026-11-30',
    dateKind: 'event',
    url: `https://x.example/${'a'.repeat(60 * n)}`,
    path: `${long.slice(0, 200)}.md`,
    paragraphs: [1234, 5678],
    passageId: String(n),
    passageReference: String(n),
    alsoIn: [],
  };
}
