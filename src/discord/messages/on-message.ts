import { type Message, MessageReferenceType, MessageType, ThreadAutoArchiveDuration } from 'discord.js';
import { type Place, placeOf, rolesOf, settingsAt } from '../access.ts';
import { admit, admitUnasked } from '../asking/admit.ts';
import { ANSWER_VIEW, type AnswerView, shownOf, turnOf } from '../asking/answer-view.ts';
import { ask, type Request } from '../asking/ask.ts';
import type { Bot } from '../bot.ts';
import { HELP } from '../commands/help.ts';
import { isGone, reportFailure } from '../failure.ts';
import { renderAnswer } from '../render/answer.ts';
import { renderNotice } from '../render/message.ts';
import { clip } from '../render/text.ts';
import { Delivery } from './deliver.ts';
import { onMessageUpdate } from './on-change.ts';
import { respond, type Target } from './respond.ts';
import { questionOf, type Trigger, triggerOf } from './trigger.ts';

/** Longest name of a thread (Discord developer documentation, "Start Thread from Message"). */
const THREAD_NAME = 100;
/** What a question is marked with in mode auto, when it is set so and the sources don't hold its answer. */
const NOT_FOUND_REACTION = '❔';

const SWITCHED_OFF = 'I am switched off in this channel. An administrator can change that with /settings.';
const NO_CONTENT =
  'I can’t read your message: Discord gives me the text of messages that mention me only. Mention me in it, or use /ask.';
const NO_TEXT = 'I read text only. Write your question, please.';

/** Answers a message that asks the bot, or that a channel in mode auto holds. */
export async function onMessage(message: Message, bot: Bot): Promise<void> {
  if (message.author.bot || message.webhookId) return;
  if (message.system) return noteInvitation(message, bot);
  const place = placeOf(message);
  const settings = settingsAt(bot, place);
  const isInvited = message.channel.isThread() && bot.state.threads.has(message.channelId);
  const trigger = triggerOf(message, settings, { isReplyToBot: isReplyToBot(message, bot), isInvited });
  if (trigger === null) return;
  const asker = { place, userId: message.author.id, roles: rolesOf(message.member) };
  const direct: Target = { question: message, thread: null };
  try {
    const question = questionOf(message);
    const notice = noticeFor(message, trigger, question);
    if (notice !== null) {
      await respond(direct, renderNotice(notice), bot);
      return;
    }
    if (trigger !== 'auto') await admit(bot, asker);
    else if (!(await admitUnasked(bot, asker))) return;
    const opensThread = settings.mode === 'threads' && trigger === 'mention' && !message.channel.isThread();
    const thread = opensThread ? await openThread(message, question, bot) : null;
    if (trigger !== 'auto') typing(thread ?? message.channel);
    const before = repliedTo(message, bot);
    const isPlace = trigger === 'direct' || trigger === 'thread' || thread !== null;
    await answer(
      message,
      {
        ...asker,
        question,
        place: thread ? { ...place, channelId: thread.id } : place,
        isPrivate: false,
        before: before ? [turnOf(before)] : isPlace ? 'place' : [],
        isUnasked: trigger === 'auto',
      },
      { question: message, thread },
      bot,
    );
  } catch (error) {
    if (trigger === 'auto') bot.log.warn({ err: error, message: message.id }, 'a message could not be answered');
    else await tellFailure(new Delivery(direct, bot), error, message, bot);
  }
}

async function answer(message: Message, request: Request, target: Target, bot: Bot): Promise<void> {
  const delivery = new Delivery(target, bot);
  bot.underWay.begin(message.id);
  let place: Place | null = null;
  try {
    const view = await ask(bot, request, request.isUnasked ? undefined : (line) => delivery.tellPlace(line));
    // Whoever took the question back wants no answer.
    if (bot.underWay.isDeleted(message.id)) return await delivery.withdraw();
    if (request.isUnasked && view.data.answer.status === 'not_found') {
      if (settingsAt(bot, request.place).belowFloor === 'react') await message.react(NOT_FOUND_REACTION);
      return;
    }
    const sent = await delivery.send(renderAnswer(view.data.answer, bot.sourceBaseUrl, shownOf(view)));
    if (sent === null) return;
    place = request.place;
    bot.state.replies.put({
      questionMessageId: message.id,
      channelId: message.channelId,
      replyChannelId: sent.channelId,
      replyMessageId: sent.id,
      viewId: view.id,
      userId: message.author.id,
    });
  } catch (error) {
    if (request.isUnasked) throw error;
    await tellFailure(delivery, error, message, bot);
  } finally {
    const { edited } = bot.underWay.end(message.id);
    if (edited && place) await onMessageUpdate(edited, bot);
  }
}

async function tellFailure(delivery: Delivery, error: unknown, message: Message, bot: Bot): Promise<void> {
  const failure = renderNotice(reportFailure(error, bot.log, { message: message.id }));
  if (isGone(error)) return;
  await delivery
    .send(failure)
    .catch((later: unknown) => bot.log.warn({ err: later }, 'the failure could not be told either'));
}

/** What is said in place of an answer, or null. */
function noticeFor(message: Message, trigger: Trigger, question: string): string | null {
  if (trigger === 'switched-off') return SWITCHED_OFF;
  if (question !== '') return null;
  if (message.attachments.size > 0 || message.stickers.size > 0) return NO_TEXT;
  return trigger === 'reply' ? NO_CONTENT : HELP;
}

/** A system message tells that somebody added the bot to a thread: there it answers without being mentioned. */
function noteInvitation(message: Message, bot: Bot): void {
  const isInvited = message.type === MessageType.RecipientAdd && message.mentions.users.has(message.client.user.id);
  if (isInvited && message.channel.isThread() && message.guildId)
    bot.state.threads.add(message.channelId, message.guildId);
}

/** A forward quotes a message, too, but replies to nobody. */
function isReply(message: Message): boolean {
  const { reference } = message;
  return (
    reference?.messageId !== undefined &&
    (reference.type ?? MessageReferenceType.Default) === MessageReferenceType.Default &&
    reference.channelId === message.channelId
  );
}

function isReplyToBot(message: Message, bot: Bot): boolean {
  if (!isReply(message)) return false;
  const self = message.client.user.id;
  return message.mentions.repliedUser?.id === self || bot.state.replies.byReply(message.reference!.messageId!) !== null;
}

/** The answer that a message replies to, when it is one of the bot's in this place. */
function repliedTo(message: Message, bot: Bot): AnswerView | null {
  const id = isReply(message) ? message.reference?.messageId : undefined;
  const viewId = id === undefined ? undefined : bot.state.replies.byReply(id)?.viewId;
  const view = viewId ? bot.state.views.find(viewId) : null;
  const isHere = view?.channelId === message.channelId && !view.isPrivate;
  return view?.kind === ANSWER_VIEW && isHere ? (view as AnswerView) : null;
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
