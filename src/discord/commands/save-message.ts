import { ApplicationCommandType, ContextMenuCommandBuilder, MessageFlags } from 'discord.js';
import { viewOwner } from '../access.ts';
import { NotNowError } from '../asking/admit.ts';
import { ANSWER_VIEW } from '../asking/answer-view.ts';
import type { Command } from '../command.ts';
import { titleForm } from '../render/case-forms.ts';
import { MESSAGE_VIEW, renderSaved, renderWhere, saveId } from '../render/saving.ts';
import { casesHere, withoutMentions } from '../research/case-access.ts';
import { type MessageData, save, savedBehind } from '../research/saving.ts';

/** Saves a message to a case: its text and a link to it; an answer of the bot's with its quotations. */
export default {
  data: new ContextMenuCommandBuilder()
    .setName('Save message to case')
    .setType(ApplicationCommandType.Message)
    .toJSON(),
  async onMessage(interaction, bot) {
    const message = interaction.targetMessage;
    const answer = bot.state.replies.byReply(message.id)?.viewId;
    const view = answer ? bot.state.views.find(answer) : null;
    const attached = message.attachments.map(({ name }) => `[file ${name}]`);
    const parts = [message.cleanContent, ...message.embeds.map((embed) => embed.title ?? ''), ...attached];
    const text = withoutMentions(parts.filter((part) => part.trim() !== '').join('\n'), interaction, bot);
    if (text === '') throw new NotNowError('Discord gives me no text of this message, so there is nothing to save.');
    const [what, { id }] =
      view?.kind === ANSWER_VIEW
        ? ['answer', view]
        : [
            'message',
            bot.state.views.add<MessageData>({
              kind: MESSAGE_VIEW,
              ...viewOwner(interaction),
              isPrivate: true,
              subjectId: message.author.id,
              data: { url: message.url, text: text.slice(0, 4000) },
            }),
          ];
    const open = casesHere(bot, interaction).filter(({ isOpen }) => isOpen);
    if (open.length === 0) {
      await interaction.showModal(titleForm(saveId('new', what, id)));
      return;
    }
    if (open.length > 1) {
      await interaction.reply({ ...renderWhere(open, what, id), flags: MessageFlags.Ephemeral });
      return;
    }
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    const { item, isNew } = save(bot, interaction, open[0]!, await savedBehind(bot, interaction, what, id));
    await interaction.editReply(renderSaved(open[0]!, item, isNew));
  },
} satisfies Command;
