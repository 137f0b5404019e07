import type { Message } from 'discord.js';
import { placeOf, rolesOf, settingsAt } from '../access.ts';
import { admit } from '../asking/admit.ts';
import { type AnswerView, shownOf } from '../asking/answer-view.ts';
import { ask } from '../asking/ask.ts';
import type { Bot } from '../bot.ts';
import { renderAnswer } from '../render/answer.ts';
import { cleared } from './deliver.ts';
import { fitting } from './respond.ts';
import { questionOf } from './trigger.ts';

/**
 * A question that was changed is answered anew, in the place of the former answer, which stays when the new question may not
 * be asked or can't be answered.
 */
export async function onMessageUpdate(message: Message, bot: Bot): Promise<void> {
  if (message.author.bot || bot.underWay.edited(message)) return;
  const reply = bot.state.replies.toQuestion(message.id);
  if (!reply) return;
  const place = { ...placeOf(message), channelId: reply.replyChannelId };
  if (settingsAt(bot, place).mode === 'off') return;
  const question = questionOf(message);
  const former = reply.viewId === null ? null : (bot.state.views.find(reply.viewId) as AnswerView | null);
  // Discord also tells of a message when a preview was added to it.
  if (question === '' || former?.data.asked === question) return;
  const asker = { place, userId: message.author.id, roles: rolesOf(message.member) };
  try {
    await admit(bot, asker);
    const view = await ask(bot, { ...asker, question, isPrivate: false, before: former?.data.turns ?? [] });
    const channel = await message.client.channels.fetch(reply.replyChannelId);
    if (!channel?.isTextBased()) return;
    const payload = renderAnswer(view.data.answer, bot.sourceBaseUrl, shownOf(view));
    await channel.messages.edit(reply.replyMessageId, cleared(fitting(payload, { question: message, thread: null })));
    bot.state.replies.put({ ...reply, viewId: view.id });
  } catch (error) {
    bot.log.warn({ err: error, message: message.id }, 'a changed question was not answered anew');
  }
}

/** The reply to a question that was deleted is taken back. */
export async function onMessageDelete(message: Pick<Message, 'id' | 'client'>, bot: Bot): Promise<void> {
  bot.underWay.deleted(message.id);
  const reply = bot.state.replies.toQuestion(message.id);
  if (!reply) return;
  bot.state.replies.remove(message.id);
  const channel = await message.client.channels.fetch(reply.replyChannelId).catch(() => null);
  if (channel?.isTextBased()) await channel.messages.delete(reply.replyMessageId).catch(() => {});
}
