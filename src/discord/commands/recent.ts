import { MessageFlags, SlashCommandBuilder } from 'discord.js';
import { placeOf, scopeAt } from '../access.ts';
import type { Command } from '../command.ts';
import { renderRecent } from '../render/recent.ts';

/** Sources that are shown: with an opening sentence of 250 characters each they fit an embed. */
const COUNT = 8;

export default {
  data: new SlashCommandBuilder().setName('recent').setDescription('The newest sources, with how they begin').toJSON(),
  async execute(interaction, bot) {
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    const newest = await bot.answering.recent(COUNT, scopeAt(bot, placeOf(interaction)));
    await interaction.editReply(renderRecent(newest, bot.sourceBaseUrl));
  },
} satisfies Command;
