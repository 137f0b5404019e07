import { MessageFlags, SlashCommandBuilder } from 'discord.js';
import { placeOf, scopeAt } from '../access.ts';
import type { Command } from '../command.ts';
import { renderStatus } from '../render/status.ts';

export default {
  data: new SlashCommandBuilder()
    .setName('status')
    .setDescription('How many sources there are, how old the index is, and how the bot is doing')
    .toJSON(),
  async execute(interaction, bot) {
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    const index = await bot.answering.status(scopeAt(bot, placeOf(interaction)));
    await interaction.editReply(
      renderStatus({
        index,
        version: bot.version,
        uptimeMs: process.uptime() * 1000,
        waiting: bot.queue.size,
        pingMs: interaction.client.ws.ping,
      }),
    );
  },
} satisfies Command;
