import { InteractionContextType, MessageFlags, SlashCommandBuilder } from 'discord.js';
import { insights, lastWeeks, WEEKS } from '../../insights/insights.ts';
import { placeOf, scopeAt } from '../access.ts';
import { administered } from '../administration.ts';
import type { Command } from '../command.ts';
import { renderInsights } from '../render/insights.ts';

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
    // Of sources that may not be seen here only the id was logged where they might: their titles stay out.
    const sources = await bot.answering.sources('', scopeAt(bot, placeOf(interaction)));
    const titles = new Map(sources.map(({ id, title }) => [id, title]));
    const seen = { ...about, cited: about.cited.filter(({ key }) => titles.has(key)) };
    await interaction.editReply(await renderInsights(`The last ${WEEKS} weeks`, seen, titles));
  },
} satisfies Command;
