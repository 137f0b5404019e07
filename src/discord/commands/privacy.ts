import { MessageFlags, SlashCommandBuilder } from 'discord.js';
import { storedAbout } from '../../state/privacy.ts';
import { placeOf, settingsAt } from '../access.ts';
import type { Command } from '../command.ts';
import { renderPrivacy } from '../render/privacy.ts';

export default {
  data: new SlashCommandBuilder()
    .setName('privacy')
    .setDescription('What is stored about you, and how to delete it')
    .toJSON(),
  async execute(interaction, bot) {
    await interaction.reply({
      ...renderPrivacy(
        storedAbout(bot.state.database, interaction.user.id),
        settingsAt(bot, placeOf(interaction)).retentionDays,
      ),
      flags: MessageFlags.Ephemeral,
    });
  },
} satisfies Command;
