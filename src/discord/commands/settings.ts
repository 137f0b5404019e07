import {
  InteractionContextType,
  MessageFlags,
  SlashCommandBuilder,
  type SlashCommandSubcommandBuilder,
} from 'discord.js';
import { placeOf } from '../access.ts';
import { administered, seenCollections, settingsOf } from '../administration.ts';
import { NotNowError } from '../asking/admit.ts';
import type { Command } from '../command.ts';
import { renderEffective, renderSettings, SETTINGS_VIEW, type SettingsData } from '../render/settings.ts';

const withCollections = (sub: SlashCommandSubcommandBuilder) =>
  sub.addStringOption((option) =>
    option
      .setName('collections')
      .setDescription('Instead of the menu: folders with commas, “all”, “none”, or “/” for the top folder')
      .setMaxLength(1000),
  );

export default {
  data: new SlashCommandBuilder()
    .setName('settings')
    .setDescription('When, where and to whom I answer, and from which collections')
    .setContexts(InteractionContextType.Guild)
    .addSubcommand((sub) => withCollections(sub.setName('server').setDescription('Settings of the whole server')))
    .addSubcommand((sub) =>
      withCollections(sub.setName('channel').setDescription('Settings of this channel and its threads')),
    )
    .addSubcommand((sub) => sub.setName('show').setDescription('What holds in this channel'))
    .toJSON(),
  async execute(interaction, bot) {
    const guildId = administered(bot, interaction);
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    const place = placeOf(interaction);
    const which = interaction.options.getSubcommand();
    if (which === 'show') {
      const shown = await settingsOf(bot, guildId, place.settingsChannelId, '');
      await interaction.editReply(renderEffective(shown, bot.state.settings.channelsOf(guildId)));
      return;
    }
    const channelId = which === 'server' ? '' : place.settingsChannelId;
    const typed = interaction.options.getString('collections');
    if (typed !== null)
      bot.state.settings.change(guildId, channelId, {
        collections: collectionsIn(typed, await seenCollections(bot, guildId)),
      });
    const view = bot.state.views.add<SettingsData>({
      kind: SETTINGS_VIEW,
      guildId,
      channelId: place.channelId,
      userId: interaction.user.id,
      isPrivate: true,
      data: { channelId },
    });
    await interaction.editReply(renderSettings(await settingsOf(bot, guildId, channelId, view.id)));
  },
} satisfies Command;

/**
 * Reads names of collections.
 * @throws NotNowError that names those that are not there.
 */
function collectionsIn(typed: string, known: readonly string[]): string[] | null {
  if (typed.trim().toLowerCase() === 'all') return null;
  const names = typed
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 1 && names[0]!.toLowerCase() === 'none') return [];
  if (names.length === 0)
    throw new NotNowError('Name at least one collection, or “all” or “none”. Nothing was changed.');
  const chosen = names.map((name) => (name === '/' ? '' : name));
  const unknown = chosen.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new NotNowError(
      `There is no collection ${unknown.map((name) => `“${name.slice(0, 60)}”`).join(', ')}. Nothing was changed. There are: ${known
        .map((name) => (name === '' ? '/' : name))
        .join(', ')
        .slice(0, 1200)}.`,
    );
  return [...new Set(chosen)];
}
