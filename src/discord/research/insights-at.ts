import type { Insights } from '../../insights/insights.ts';
import { type Place, scopeAt } from '../access.ts';
import type { Bot } from '../bot.ts';
import { renderInsights } from '../render/insights.ts';
import type { Payload } from '../render/message.ts';

/** The message that tells insights at a place. Sources that may not be seen there stay out, though answers elsewhere quoted them. */
export async function insightsAt(bot: Bot, place: Place, title: string, about: Insights): Promise<Payload> {
  const sources = await bot.answering.sources('', scopeAt(bot, place));
  const titles = new Map(sources.map((source) => [source.id, source.title]));
  return renderInsights(title, { ...about, cited: about.cited.filter(({ key }) => titles.has(key)) }, titles);
}
