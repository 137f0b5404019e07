import { MessageFlags } from 'discord.js';
import { placeOf, scopeAt } from '../access.ts';
import type { Bot } from '../bot.ts';
import { renderNotice } from '../render/message.ts';
import { renderSource, renderSources, SOURCES_VIEW, type SourcesData } from '../render/sources.ts';
import { type Press, viewBehind } from './views.ts';

/** Turns the pages of the list of sources, and shows one with its text: `sources:page:VIEW:N`, `sources:detail:VIEW:N`. */
export async function onSources(press: Press, bot: Bot, [action, viewId, rest]: readonly string[]): Promise<void> {
  if (press.isModalSubmit()) return;
  const view = viewBehind(bot, press, viewId ?? '', SOURCES_VIEW);
  const { filter } = view.data as SourcesData;
  const scope = scopeAt(bot, placeOf(press));
  if (action === 'detail' && press.isStringSelectMenu()) {
    await press.deferReply({ flags: MessageFlags.Ephemeral });
    const source = await bot.answering.source(press.values[0] ?? '', scope);
    await press.editReply(
      source
        ? renderSource(source, bot.sourceBaseUrl)
        : renderNotice('The list has changed. Please run /sources again.'),
    );
    return;
  }
  await press.deferUpdate();
  const page = /^-?\d{1,6}$/.test(rest ?? '') ? Number(rest) : 0;
  const found = await bot.answering.sources(filter, scope);
  await press.editReply(renderSources(found, page, bot.sourceBaseUrl, { viewId: view.id, filter }));
}
