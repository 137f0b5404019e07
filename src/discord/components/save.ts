import { MessageFlags } from 'discord.js';
import { placeOf } from '../access.ts';
import { NotNowError } from '../asking/admit.ts';
import { ANSWER_VIEW, type AnswerView } from '../asking/answer-view.ts';
import type { Bot } from '../bot.ts';
import { titleForm } from '../render/case-forms.ts';
import { renderSaved, renderWhere, saveId } from '../render/saving.ts';
import { actor, caseBehind, casesHere, withoutMentions } from '../research/case-access.ts';
import { save, savedBehind } from '../research/saving.ts';
import { type Press, viewBehind } from './views.ts';

/**
 * Saves what a button stands for to a case: the only one that is open here, a chosen one, or a new one.
 * `save:ask|to|new:WHAT:VIEW`.
 */
export async function onSave(
  press: Press,
  bot: Bot,
  [action, what = '', viewId = '']: readonly string[],
): Promise<void> {
  const isForm = press.isModalSubmit();
  const open = casesHere(bot, press).filter(({ isOpen }) => isOpen);
  // A form can only be shown in the place of an acknowledgement.
  if (!isForm && (action === 'new' || (action === 'ask' && open.length === 0))) {
    const asked =
      what === 'answer' ? (viewBehind(bot, press, viewId, ANSWER_VIEW) as AnswerView).data.answer.question : '';
    await press.showModal(titleForm(saveId('new', what, viewId), asked));
    return;
  }
  if (!isForm && action === 'to') await press.deferUpdate();
  else await press.deferReply({ flags: MessageFlags.Ephemeral });
  const saved = await savedBehind(bot, press, what, viewId);
  if (isForm && action === 'new') {
    const { guildId, channelId } = placeOf(press);
    const title = withoutMentions(press.fields.getTextInputValue('title'), press, bot);
    const head = bot.cases.open({ guildId: guildId ?? '', channelId, title, userId: actor(bot, press) });
    const { item, isNew } = save(bot, press, head, saved);
    await press.editReply(renderSaved(head, item, isNew));
    return;
  }
  if (!isForm && action === 'ask' && open.length > 1) {
    await press.editReply(renderWhere(open, what, viewId));
    return;
  }
  const head =
    action === 'ask' ? open[0] : press.isStringSelectMenu() ? caseBehind(bot, press, press.values[0] ?? '') : undefined;
  if (!head) throw new NotNowError('This button is from an older version and no longer works.');
  const { item, isNew } = save(bot, press, head, saved);
  await press.editReply(renderSaved(head, item, isNew));
}
