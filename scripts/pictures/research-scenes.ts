import { caseTimeline } from '../../src/case/timeline.ts';
import { renderCaseCard, renderItem, renderItems } from '../../src/discord/render/case.ts';
import { renderInsights } from '../../src/discord/render/insights.ts';
import { NO_MENTIONS } from '../../src/discord/render/message.ts';
import { insights, lastWeeks } from '../../src/insights/insights.ts';
import type { ExampleCase } from './example-case.ts';
import { reply, type Scene } from './scenes.ts';

/** A case as its channel and its readers see it, its timeline, and what the questions of some weeks teach. */
export async function researchScenes(example: ExampleCase): Promise<Scene[]> {
  const { cases, head, parts } = example;
  const { items, total } = cases.items(head.id);
  const shown = { head, names: parts.names, memberIds: [], total };
  const newest = [...items].sort((a, b) => b.number - a.number);
  const placed = items.map((item, n) => ({ item, place: n + 1, states: [] }));
  const picture = await caseTimeline(items);
  const timeline = {
    embeds: [{ title: head.title, image: { url: 'attachment://timeline.png' } }],
    ...(picture === null ? {} : { files: [{ attachment: picture, name: 'timeline.png' }] }),
    allowedMentions: NO_MENTIONS,
  };
  return [
    { name: 'case', said: [reply('case open', renderCaseCard(shown, newest, 0))] },
    {
      name: 'case-items',
      said: [
        reply('case show', renderItems(shown, placed, 0), true),
        reply('case show', renderItem(shown, placed[0]!, null), true),
      ],
    },
    { name: 'case-timeline', said: [reply('case timeline', timeline, true)] },
    { name: 'insights', said: [reply('insights', await weeks(example), true)] },
  ];
}

/** Insights of twelve weeks of questions about the example's documents. */
async function weeks({ state, answerer, now }: ExampleCase) {
  const guildId = '200000000000000001';
  const week = 7 * 86_400_000;
  const add = state.database.prepare(
    'INSERT INTO question_counts (guild_id, status, total_ms, created_at) VALUES (?, ?, ?, ?)',
  );
  for (let n = 0; n < 12; n++)
    for (let each = 0; each < 9 + ((n * 5) % 11); each++)
      add.run(guildId, each % 4 === 3 ? 'not_found' : 'answered', 140 + 17 * each, now - n * week - 1);
  const log = state.database.prepare(
    `INSERT INTO question_log (guild_id, channel_id, user_id, question, status, reason, confidence, total_ms, created_at, missing, cited)
     VALUES (?, '', ?, ?, ?, ?, 0, 0, ?, ?, ?)`,
  );
  for (const question of [
    'why was OMFC listed',
    'who owns Lark Hill Trading',
    'who is Anton Belka',
    'was Anton Belka delisted',
  ]) {
    const { status, reason, citations } = await answerer.ask(question);
    const missing = reason && 'names' in reason ? reason.names : [];
    const cited = citations.map(({ sourceId }) => sourceId);
    for (const person of ['one', 'another'])
      log.run(
        guildId,
        person,
        question,
        status,
        reason?.kind ?? null,
        now - 1,
        JSON.stringify(missing),
        JSON.stringify(cited),
      );
  }
  const titles = new Map(answerer.sources('').map(({ id, title }) => [id, title]));
  return renderInsights('The last 12 weeks', insights(state.database, guildId, lastWeeks(now)), titles);
}
