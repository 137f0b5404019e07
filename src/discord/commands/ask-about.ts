import { ApplicationCommandType, ContextMenuCommandBuilder, MessageFlags } from 'discord.js';
import { placeOf, rolesOf } from '../access.ts';
import { admit, NotNowError } from '../asking/admit.ts';
import { shownOf } from '../asking/answer-view.ts';
import { ask } from '../asking/ask.ts';
import type { Command } from '../command.ts';
import { namesFor, questionIn } from '../messages/trigger.ts';
import { renderAnswer } from '../render/answer.ts';

/** Answers a message of somebody's as a question, to whoever chose it alone. */
export default {
  data: new ContextMenuCommandBuilder()
    .setName('Ask about this message')
    .setType(ApplicationCommandType.Message)
    .toJSON(),
  async onMessage(interaction, bot) {
    const { embeds } = interaction.targetMessage;
    const content = namesFor(interaction.targetMessage);
    const text = questionIn(content || embeds[0]?.title || '', interaction.client.user.id);
    if (text === '') throw new NotNowError('This message holds no text that I could ask about.');
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    const asker = { place: placeOf(interaction), userId: interaction.user.id, roles: rolesOf(interaction.member) };
    await admit(bot, asker);
    const view = await ask(bot, { ...asker, question: text, isPrivate: true, before: [] });
    await interaction.editReply(renderAnswer(view.data.answer, bot.sourceBaseUrl, shownOf(view)));
  },
} satisfies Command;
