import { MessageFlags, SlashCommandBuilder } from 'discord.js';
import type { Command } from '../command.ts';
import { renderSources } from '../render-sources.ts';
import { scopeOf } from '../scope.ts';

export default {
  data: new SlashCommandBuilder()
    .setName('sources')
    .setDescription('List the sources that answers are quoted from')
    .toJSON(),
  async execute(interaction, bot) {
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    await interaction.editReply(
      renderSources(await bot.answering.sources('', scopeOf(bot, interaction.guildId)), 0, bot.sourceBaseUrl),
    );
  },
} satisfies Command;
