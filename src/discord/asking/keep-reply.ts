import type { Message, User } from 'discord.js';
import type { Bot } from '../bot.ts';
import type { AnswerView } from './answer-view.ts';

/** Remembers the message that shows the answer to an interaction, so that a reply to it is understood. */
export function keepReply(
  bot: Bot,
  { id, user }: { readonly id: string; readonly user: Pick<User, 'id'> },
  view: AnswerView,
  message: Pick<Message, 'id' | 'channelId'>,
): void {
  bot.state.replies.put({
    // No message asked it: the interaction's id takes its place.
    questionMessageId: id,
    channelId: view.channelId,
    replyChannelId: message.channelId,
    replyMessageId: message.id,
    viewId: view.id,
    userId: user.id,
  });
}
