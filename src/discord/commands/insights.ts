import { InteractionContextType, MessageFlags, SlashCommandBuilder } from 'discord.js';
import { insights, lastWeeks, WEEKS } from '../../insights/insights.ts';
import { placeOf } from '../access.ts';
import { administered } from '../administration.ts';
import type { Command } from '../command.ts';
import { insightsAt } from '../research/insights-at.ts';

export default {
  data: new SlashCommandBuilder()
    .setName('insights')
    .setDescription('Administrators: what the questions of this server teach')
    .setContexts(InteractionContextType.Guild)
    .toJSON(),
  async execute(interaction, bot) {
    const guildId = administered(bot, interaction);
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    const about = insights(bot.state.database, guildId, lastWeeks(Date.now()));
    await interaction.editReply(await insightsAt(bot, placeOf(interaction), `The last ${WEEKS} weeks`, about));
  },
} satisfies Command;
