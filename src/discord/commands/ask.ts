import { MessageFlags, SlashCommandBuilder } from 'discord.js';
import type { Command } from '../command.ts';
import { QUESTION } from '../limits.ts';
import { renderAnswer } from '../render-answer.ts';
import { scopeOf } from '../scope.ts';

export default {
  data: new SlashCommandBuilder()
    .setName('ask')
    .setDescription('Ask the sources a question; the answer quotes them')
    .addStringOption((option) =>
      option.setName('question').setDescription('Your question').setRequired(true).setMaxLength(QUESTION),
    )
    .addBooleanOption((option) => option.setName('private').setDescription('Show the answer to you alone'))
    .toJSON(),
  async execute(interaction, bot) {
    const isPrivate = interaction.options.getBoolean('private') ?? false;
    await interaction.deferReply(isPrivate ? { flags: MessageFlags.Ephemeral } : {});
    const answer = await bot.answering.ask(
      interaction.options.getString('question', true),
      {},
      scopeOf(bot, interaction.guildId),
    );
    await interaction.editReply(renderAnswer(answer, bot.sourceBaseUrl));
  },
} satisfies Command;
