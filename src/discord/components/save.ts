import { MessageFlags } from 'discord.js';
import { placeOf } from '../access.ts';
import { NotNowError } from '../asking/admit.ts';
import type { Bot } from '../bot.ts';
import { titleForm } from '../render/case-forms.ts';
import { renderSaved, renderWhere, saveId } from '../render/saving.ts';
import { actor, caseBehind, casesHere } from '../research/case-access.ts';
import { save, savedBehind, titleFor } from '../research/saving.ts';
import type { Press } from './views.ts';

/**
 * Saves what a button stands for to a case: the only one that is open here, a chosen one, or a new one.
 * `save:ask|to|new:WHAT:VIEW`.
 */
export async function onSave(
  press: Press,
  bot: Bot,
  [action, what = '', viewId = '']: readonly string[],
): Promise<void> {
  const saved = await savedBehind(bot, press, what, viewId);
  if (action === 'new' && !press.isModalSubmit()) {
    await press.showModal(titleForm(saveId('new', what, viewId), titleFor(saved)));
    return;
  }
  if (action === 'new' && press.isModalSubmit()) {
    await press.deferReply({ flags: MessageFlags.Ephemeral });
    const { guildId, channelId } = placeOf(press);
    const head = bot.cases.open({
      guildId: guildId ?? '',
      channelId,
      title: press.fields.getTextInputValue('title'),
      userId: actor(bot, press),
    });
    const { item, isNew } = save(bot, press, head, saved);
    await bot.cards.now(head.id);
    await press.editReply(renderSaved(head, item, isNew));
    return;
  }
  if (press.isModalSubmit()) return;
  if (action === 'to' && press.isStringSelectMenu()) {
    const head = caseBehind(bot, press, press.values[0] ?? '');
    const { item, isNew } = save(bot, press, head, saved);
    await press.update(renderSaved(head, item, isNew));
    return;
  }
  if (action !== 'ask') throw new NotNowError('This button is from an older version and no longer works.');
  const open = casesHere(bot, press).filter(({ isOpen }) => isOpen);
  if (open.length === 0) {
    await press.showModal(titleForm(saveId('new', what, viewId), titleFor(saved)));
    return;
  }
  if (open.length > 1) {
    await press.reply({ ...renderWhere(open, what, viewId), flags: MessageFlags.Ephemeral });
    return;
  }
  const { item, isNew } = save(bot, press, open[0]!, saved);
  await press.reply({ ...renderSaved(open[0]!, item, isNew), flags: MessageFlags.Ephemeral });
}
