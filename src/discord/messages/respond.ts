import {
  type AnyThreadChannel,
  DiscordAPIError,
  type Message,
  PermissionFlagsBits,
  RESTJSONErrorCodes,
} from 'discord.js';
import type { Bot } from '../bot.ts';
import { NOT_ALLOWED } from '../failure.ts';
import { MESSAGE_CONTENT } from '../render/limits.ts';
import { NO_MENTIONS, type Payload, renderNotice } from '../render/message.ts';
import { clip } from '../render/text.ts';

/** Where a message is answered: as a reply to it, or in the thread that was opened for it. */
export interface Target {
  readonly question: Message;
  /** The thread, or null for a reply. */
  readonly thread: AnyThreadChannel | null;
}

/**
 * Sends a reply, in the best way that the bot is allowed: without embeds where it may not embed, without a reference where it
 * may not read the history; where it may not write at all, the person is told so in private.
 * @returns the message sent in the channel, or null.
 */
export async function respond({ question, thread }: Target, payload: Payload, bot: Bot): Promise<Message | null> {
  const channel = thread ?? question.channel;
  const sent = fitting(payload, { question, thread });
  try {
    if (thread) return await thread.send(sent);
    return await question.reply({ ...sent, failIfNotExists: false });
  } catch (error) {
    if (!(error instanceof DiscordAPIError)) throw error;
    if (error.code === RESTJSONErrorCodes.CannotReplyWithoutPermissionToReadMessageHistory && channel.isSendable())
      return channel.send(sent);
    if (error.code === RESTJSONErrorCodes.CannotSendAnEmptyMessage) return question.reply(plainOf(payload));
    if (!NOT_ALLOWED.has(error.code)) throw error;
    bot.log.warn({ channel: channel.id, code: error.code }, 'the bot may not write in this channel');
    await question.author
      .send(
        renderNotice(
          `I saw your question in <#${question.channelId}>, but I am not allowed to write there. Ask an administrator to give me “View Channel”, “Send Messages” and “Embed Links” in that channel, or use /ask.`,
        ),
      )
      .catch(() => bot.log.info('the person takes no direct messages'));
    return null;
  }
}

/** A message as it may be sent there: as plain text where the bot may not embed. */
export function fitting(payload: Payload, { question, thread }: Target): Payload {
  return mayEmbed(question, thread ?? question.channel) ? payload : plainOf(payload);
}

function mayEmbed(question: Message, channel: Message['channel']): boolean {
  const me = question.guild?.members.me;
  if (!me || channel.isDMBased()) return true;
  return channel.permissionsFor(me)?.has(PermissionFlagsBits.EmbedLinks) ?? true;
}

/** A message's embeds as plain text, for channels where the bot may not embed. */
export function plainOf(payload: Payload): Payload {
  const text = (payload.embeds ?? []).flatMap((embed) => [
    embed.title === undefined ? undefined : `**${embed.title}**`,
    embed.description,
    ...(embed.fields ?? []).map(({ name, value }) => `**${name}**\n${value}`),
    embed.footer?.text,
  ]);
  const { embeds: _, ...rest } = payload;
  const content = [payload.content, ...text].filter((part) => part !== undefined && part !== '').join('\n');
  return { ...rest, content: clip(content, MESSAGE_CONTENT), allowedMentions: NO_MENTIONS };
}
