import { MessageFlags } from 'discord.js';
import { casesOf, forget } from '../../state/privacy.ts';
import type { Bot } from '../bot.ts';
import { renderForgotten } from '../render/privacy.ts';
import type { Press } from './views.ts';

/** Deletes what is stored about whoever presses: the button is under an answer that they alone see. */
export async function onPrivacy(press: Press, bot: Bot): Promise<void> {
  const named = casesOf(bot.state.database, press.user.id);
  const deleted = forget(bot.state.database, press.user.id);
  for (const id of named) bot.cards.changed(id);
  bot.cards.deleteLeft();
  await press.reply({ ...renderForgotten(deleted), flags: MessageFlags.Ephemeral });
}
