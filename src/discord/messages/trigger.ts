import type { Message } from 'discord.js';
import type { Settings } from '../../state/settings.ts';
import { QUESTION } from '../render/limits.ts';

/** Why a message is answered. `switched-off`: it asked the bot where that is switched off. */
export type Trigger = 'direct' | 'mention' | 'reply' | 'thread' | 'auto' | 'switched-off';

/** What a channel's members write to each other is taken for a question in mode auto from as many words. */
const LEAST_WORDS = 3;

/**
 * Whether and why a message is answered. Bots, webhooks and system messages never are.
 * @param isReplyToBot whether it replies to a message of the bot's.
 * @param isInvited whether somebody added the bot to the thread. Discord itself adds it to one where it was mentioned once.
 */
export function triggerOf(
  message: Message,
  settings: Pick<Settings, 'mode'>,
  { isReplyToBot, isInvited }: { readonly isReplyToBot: boolean; readonly isInvited: boolean },
): Trigger | null {
  if (message.author.bot || message.webhookId || message.system) return null;
  if (message.guildId === null) return 'direct';
  const self = message.client.user.id;
  const isMention = message.mentions.users.has(self);
  if (settings.mode === 'off') return isMention || isReplyToBot ? 'switched-off' : null;
  if (isReplyToBot) return 'reply';
  if (isMention) return 'mention';
  // What is said to somebody else is not said to the bot.
  const isToOthers = message.mentions.users.size > 0 || message.mentions.roles.size > 0 || message.reference !== null;
  if (isToOthers || message.content.trim() === '') return null;
  const { channel } = message;
  if (channel.isThread()) {
    const isPost = message.id === channel.id;
    if (settings.mode === 'auto' && isPost) return 'auto';
    return channel.ownerId === self || isInvited ? 'thread' : null;
  }
  return settings.mode === 'auto' && message.content.trim().split(/\s+/).length >= LEAST_WORDS ? 'auto' : null;
}

/**
 * What a message asks. Whoever opens a post in a forum often asks in its title and describes in its text: the title is taken
 * when it alone is put as a question.
 */
export function questionOf(message: Message): string {
  const question = questionIn(namesFor(message), message.client.user.id);
  const { channel } = message;
  const title = channel.isThread() && channel.id === message.id ? channel.name.trim() : '';
  return title.endsWith('?') && !question.includes('?') ? questionIn(title, message.client.user.id) : question;
}

/** A message's text with names in the place of mentions of people: ids of people are kept in no text. */
export function namesFor({ content, mentions, client }: Message): string {
  return content.replace(/<@!?(\d{17,20})>/g, (mention, id: string) =>
    id === client.user.id ? mention : `@${mentions.users.get(id)?.displayName ?? 'somebody'}`,
  );
}

/** The message's text without the mention of the bot. */
export function questionIn(content: string, botId: string): string {
  return content
    .replaceAll(new RegExp(`<@!?${botId}>`, 'g'), ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, QUESTION);
}
