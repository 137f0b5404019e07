import { join } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import { type Config, PROJECT_DIR } from '../../src/config.ts';
import { renderAnswer } from '../../src/discord/render/answer.ts';
import { renderCard } from '../../src/discord/render/card.ts';
import type { Payload } from '../../src/discord/render/message.ts';
import { renderSettings } from '../../src/discord/render/settings.ts';
import { renderStatus } from '../../src/discord/render/status.ts';
import type { Answerer } from '../../src/engine/answerer.ts';
import { readQuestions } from '../../src/evaluation/question-file.ts';
import { DEFAULT_SETTINGS } from '../../src/state/settings.ts';
import type { Said } from './discord-page.ts';
import type { Names } from './markdown.ts';

/** A conversation under the name of its pictures. */
export interface Scene {
  readonly name: string;
  readonly said: readonly Said[];
}

const BOT = 'Sanctions';
const BOT_ID = '200000000000000001';
const ROLE_ID = '500000000000000001';
const HOUR = 3_600_000;

/** What the mentions in scenes show. */
export const NAMES: Names = { [BOT_ID]: BOT, [ROLE_ID]: 'researchers' };

/** What a person writes to the bot, and what it replies. */
export function exchange(question: string, payload: Payload): Said[] {
  return [
    { author: 'reporter', text: `<@${BOT_ID}> ${question}` },
    { author: BOT, payload },
  ];
}

/** A reply to a slash command. */
export function reply(command: string, payload: Payload, isPrivate = false): Said {
  return { author: BOT, command, payload, isPrivate };
}

/** The bot's real output on the corpus: an answer, a refusal, a card, settings and status. */
export async function realScenes(answerer: Answerer, config: Config): Promise<Scene[]> {
  return [
    { name: 'answer', said: await asked(answerer, config, false) },
    { name: 'refusal', said: await asked(answerer, config, true) },
    { name: 'card', said: [reply('who', await fullestCard(answerer, config))] },
    { name: 'settings', said: [reply('settings server', settings(answerer), true)] },
    { name: 'status', said: [reply('status', await status(answerer), true)] },
  ];
}

/** Of the questions on the shipped article, the first that it answers or refuses as it should. */
async function asked(answerer: Answerer, config: Config, refuse: boolean): Promise<Said[]> {
  for (const one of await readQuestions(join(PROJECT_DIR, 'tests/eval/seed.jsonl'))) {
    if (one.refuse !== refuse) continue;
    const answer = await answerer.ask(one.question);
    if ((answer.status === 'not_found') !== refuse) continue;
    const shown = { viewId: '0'.repeat(14), isPrivate: false };
    return exchange(one.question, renderAnswer(answer, config.sourceBaseUrl, shown));
  }
  throw new Error(`no question of tests/eval/seed.jsonl is ${refuse ? 'refused' : 'answered'} as it should be`);
}

/** The card with the most in it, of the names offered first. */
async function fullestCard(answerer: Answerer, config: Config): Promise<Payload> {
  const found = await Promise.all(answerer.names('', 25).map(({ name }) => answerer.entity(name)));
  const cards = found
    .filter((card) => card !== null)
    .map((card) => renderCard(card, config.sourceBaseUrl, '0'.repeat(14)))
    .sort((a, b) => JSON.stringify(b.embeds).length - JSON.stringify(a.embeds).length);
  if (!cards[0]) throw new Error('the corpus holds no name');
  return cards[0];
}

function settings(answerer: Answerer): Payload {
  const own = { mode: 'threads', askRoles: [ROLE_ID], retentionDays: 30 } as const;
  return renderSettings({
    viewId: '0'.repeat(14),
    channelId: '',
    effective: { ...DEFAULT_SETTINGS, ...own, askRoles: [ROLE_ID] },
    own: { ...own, askRoles: [ROLE_ID] },
    collections: answerer.collections().map(({ name }) => name),
  });
}

/** As of two hours after the index was made, so that a picture does not change with the clock. */
async function status(answerer: Answerer): Promise<Payload> {
  const index = await answerer.status();
  return renderStatus(
    { index, version: packageJson.version, uptimeMs: 26.5 * HOUR, waiting: 0, pingMs: 41 },
    Date.parse(index.created) + 2 * HOUR,
  );
}
