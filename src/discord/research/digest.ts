import { insights, mondayOf } from '../../insights/insights.ts';
import { placeOf } from '../access.ts';
import type { Bot } from '../bot.ts';
import { insightsAt } from './insights-at.ts';

const WEEK_MS = 7 * 86_400_000;

/** Posts what last week's questions taught to the feedback channels that are set: once a week, a week without questions not at all. */
export async function postDigests(bot: Bot, now: number = Date.now()): Promise<void> {
  const to = mondayOf(now);
  const span = { from: to - WEEK_MS, to };
  const week = new Date(span.from).toISOString().slice(0, 10);
  const { settings, digests, database } = bot.state;
  const servers = new Set(settings.places().flatMap(({ guildId }) => (guildId === '' ? [] : [guildId])));
  for (const guildId of servers) {
    const { feedbackChannel } = settings.ofServer(guildId);
    if (feedbackChannel === null) continue;
    const about = insights(database, guildId, span);
    if (about.questions === 0 && about.reported === 0) continue;
    if (!digests.take(guildId, week)) continue;
    try {
      const channel = await bot.fetchChannel(feedbackChannel);
      const place = placeOf({ guildId, channelId: feedbackChannel, channel });
      await bot.post(feedbackChannel, await insightsAt(bot, place, `The week of ${week}`, about));
    } catch (error) {
      digests.giveBack(guildId, week);
      bot.log.warn({ err: error, guild: guildId }, 'the weekly digest could not be posted; it is tried again');
    }
  }
}
