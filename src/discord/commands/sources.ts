import { MessageFlags, SlashCommandBuilder } from 'discord.js';
import { placeOf, scopeAt, viewOwner } from '../access.ts';
import type { Command } from '../command.ts';
import { renderSources, SOURCES_VIEW, type SourcesData } from '../render/sources.ts';
import { withoutMentions } from '../research/case-access.ts';

export default {
  data: new SlashCommandBuilder()
    .setName('sources')
    .setDescription('List the sources that answers are quoted from, and read one')
    .addStringOption((option) =>
      option.setName('filter').setDescription('Words of the title, publisher or date').setMaxLength(80),
    )
    .toJSON(),
  async execute(interaction, bot) {
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    const place = placeOf(interaction);
    const filter = withoutMentions(interaction.options.getString('filter')?.trim() ?? '', interaction, bot);
    const view = bot.state.views.add<SourcesData>({
      kind: SOURCES_VIEW,
      ...viewOwner(interaction),
      isPrivate: true,
      data: { filter },
    });
    const found = await bot.answering.sources(filter, scopeAt(bot, place));
    await interaction.editReply(renderSources(found, 0, bot.sourceBaseUrl, { viewId: view.id, filter }));
  },
} satisfies Command;
