import type { Message } from 'discord.js';
import type { Bot } from './bot.ts';
import { HELP } from './commands/help.ts';
import { reportFailure } from './failure.ts';
import { QUESTION } from './limits.ts';
import { renderAnswer, renderNotice } from './render-answer.ts';
import { scopeOf } from './scope.ts';

/** Answers a mention or a direct message with a reply. Bots, webhooks and system messages are never answered. */
export async function onMessage(message: Message, bot: Bot): Promise<void> {
  const self = message.client.user;
  if (message.author.bot || message.webhookId || message.system) return;
  if (!message.channel.isDMBased() && !message.mentions.users.has(self.id)) return;
  const question = questionIn(message.content, self.id);
  try {
    if (question === '') {
      await message.reply(renderNotice(HELP));
      return;
    }
    // Typing is a courtesy: without it the answer still comes.
    if ('sendTyping' in message.channel) message.channel.sendTyping().catch(() => {});
    await message.reply(
      renderAnswer(await bot.answering.ask(question, {}, scopeOf(bot, message.guildId)), bot.sourceBaseUrl),
    );
  } catch (error) {
    const notice = renderNotice(reportFailure(error, bot.log, { message: message.id }));
    await message
      .reply(notice)
      .catch((later: unknown) => bot.log.warn({ err: later }, 'the failure could not be told either'));
  }
}

/** The message's text without the mention of the bot. */
export function questionIn(content: string, botId: string): string {
  return content
    .replaceAll(new RegExp(`<@!?${botId}>`, 'g'), ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, QUESTION);
}
