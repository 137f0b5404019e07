import { type Message, ThreadAutoArchiveDuration } from 'discord.js';
import type { Reply } from '../../state/replies.ts';
import { type Place, placeOf, rolesOf, settingsAt } from '../access.ts';
import { ANSWER_VIEW, type AnswerView, shownOf } from '../asking/answer-view.ts';
import { ask } from '../asking/ask.ts';
import type { Bot } from '../bot.ts';
import { HELP } from '../commands/help.ts';
import { isGone, reportFailure } from '../failure.ts';
import { renderAnswer } from '../render/answer.ts';
import { type Payload, renderNotice } from '../render/message.ts';
import { clip } from '../render/text.ts';
import { respond, type Target } from './respond.ts';
import { questionIn, type Trigger, triggerOf } from './trigger.ts';

/** Longest name of a thread (Discord developer documentation, "Start Thread from Message"). */
const THREAD_NAME = 100;
/** What a question is marked with in mode auto, when it is set so and the sources don't hold its answer. */
const NOT_FOUND_REACTION = '❔';

const SWITCHED_OFF = 'I am switched off in this channel. An administrator can change that with /settings.';
const NO_CONTENT =
  'I can’t read your message: Discord gives me the text of messages that mention me only. Mention me in it, or use /ask.';

/** Answers a message that asks the bot, or that a channel in mode auto holds. */
export async function onMessage(message: Message, bot: Bot): Promise<void> {
  const place = placeOf(message);
  const settings = settingsAt(bot, place);
  const before = repliedTo(message, bot);
  const trigger = triggerOf(message, settings, before !== null);
  if (trigger === null) return;
  let target: Target = { question: message, thread: null };
  try {
    const question = questionIn(message.content, message.client.user.id);
    const notice =
      trigger === 'switched-off' ? SWITCHED_OFF : question !== '' ? null : trigger === 'mention' ? HELP : NO_CONTENT;
    if (notice !== null) {
      await respond(target, renderNotice(notice), bot);
      return;
    }
    if (settings.mode === 'threads' && trigger === 'mention' && !message.channel.isThread())
      target = { question: message, thread: await openThread(message, question, bot) };
    if (trigger !== 'auto') typing(target.thread ?? message.channel);
    await answer(message, question, trigger, before, target, place, bot);
  } catch (error) {
    if (trigger === 'auto') bot.log.warn({ err: error, message: message.id }, 'a message could not be answered');
    else {
      const failure = renderNotice(reportFailure(error, bot.log, { message: message.id }));
      if (isGone(error)) return;
      await respond(target, failure, bot).catch((later: unknown) =>
        bot.log.warn({ err: later }, 'the failure could not be told either'),
      );
    }
  }
}

async function answer(
  message: Message,
  question: string,
  trigger: Trigger,
  before: AnswerView | null,
  target: Target,
  place: Place,
  bot: Bot,
): Promise<void> {
  const isPlace = trigger === 'direct' || trigger === 'thread' || target.thread !== null;
  // Who waits long is told the place in line; that message becomes the answer.
  let told: Promise<Message | null> | null = null;
  const view = await ask(
    bot,
    {
      question,
      place: target.thread ? { ...place, channelId: target.thread.id } : place,
      userId: message.author.id,
      roles: rolesOf(message.member),
      isPrivate: false,
      before: before ?? (isPlace ? 'place' : null),
      isUnasked: trigger === 'auto',
    },
    (line) => {
      if (trigger === 'auto') return;
      told = respond(target, renderNotice(`You are number ${line} in line; this takes a moment.`), bot).catch(
        () => null,
      );
    },
  );
  if (trigger === 'auto' && view.data.answer.status === 'not_found') {
    if (settingsAt(bot, place).belowFloor === 'react') await message.react(NOT_FOUND_REACTION);
    return;
  }
  const payload = renderAnswer(view.data.answer, bot.sourceBaseUrl, shownOf(view));
  const waiting = await (told as Promise<Message | null> | null);
  const sent = waiting ? await waiting.edit(cleared(payload)) : await respond(target, payload, bot);
  if (sent === null) return;
  bot.state.replies.put({
    questionMessageId: message.id,
    channelId: message.channelId,
    replyChannelId: sent.channelId,
    replyMessageId: sent.id,
    viewId: view.id,
    userId: message.author.id,
  });
}

/** A question that was changed is answered anew, in the place of the former answer. */
export async function onMessageUpdate(message: Message, bot: Bot): Promise<void> {
  const reply = bot.state.replies.toQuestion(message.id);
  if (!reply || message.author.bot) return;
  const question = questionIn(message.content, message.client.user.id);
  const former = reply.viewId === null ? null : (bot.state.views.find(reply.viewId) as AnswerView | null);
  // Discord also tells of a message when a preview was added to it.
  if (question === '' || former?.data.asked === question) return;
  const place = { ...placeOf(message), channelId: reply.replyChannelId };
  let payload: Payload;
  let viewId = reply.viewId;
  try {
    const view = await ask(bot, {
      question,
      place,
      userId: message.author.id,
      roles: rolesOf(message.member),
      isPrivate: false,
      before: null,
    });
    viewId = view.id;
    payload = renderAnswer(view.data.answer, bot.sourceBaseUrl, shownOf(view));
  } catch (error) {
    payload = renderNotice(reportFailure(error, bot.log, { message: message.id }));
  }
  await edit(message, reply, payload);
  bot.state.replies.put({ ...reply, viewId });
}

/** The reply to a question that was deleted is taken back. */
export async function onMessageDelete(message: Pick<Message, 'id' | 'client'>, bot: Bot): Promise<void> {
  const reply = bot.state.replies.toQuestion(message.id);
  if (!reply) return;
  bot.state.replies.remove(message.id);
  const channel = await message.client.channels.fetch(reply.replyChannelId).catch(() => null);
  if (channel?.isTextBased()) await channel.messages.delete(reply.replyMessageId).catch(() => {});
}

async function edit(message: Message, reply: Reply, payload: Payload): Promise<void> {
  const channel = await message.client.channels.fetch(reply.replyChannelId);
  if (channel?.isTextBased()) await channel.messages.edit(reply.replyMessageId, cleared(payload));
}

/** A payload that takes the place of another one whole. */
function cleared(payload: Payload): Payload {
  return { content: '', embeds: [], components: [], ...payload };
}

/** The answer that a message replies to, when it is one of the bot's. */
function repliedTo(message: Message, bot: Bot): AnswerView | null {
  const id = message.reference?.messageId;
  const viewId = id === undefined ? undefined : bot.state.replies.byReply(id)?.viewId;
  const view = viewId ? bot.state.views.find(viewId) : null;
  return view?.kind === ANSWER_VIEW ? (view as AnswerView) : null;
}

/** Opens a thread on a question; null where that is not allowed, and the answer becomes a reply. */
async function openThread(message: Message, question: string, bot: Bot): Promise<Target['thread']> {
  try {
    const name = clip(question.replace(/[<>@#]/g, ''), THREAD_NAME).trim() || 'Question';
    return await message.startThread({ name, autoArchiveDuration: ThreadAutoArchiveDuration.OneDay });
  } catch (error) {
    bot.log.warn({ err: error, channel: message.channelId }, 'no thread could be opened; answering in the channel');
    return null;
  }
}

/** Typing is a courtesy: without it the answer still comes. */
function typing(channel: Message['channel']): void {
  if ('sendTyping' in channel) channel.sendTyping().catch(() => {});
}
