import { SlashCommandBuilder } from 'discord.js';
import type { Command } from '../command.ts';
import { SELECT_OPTION_TEXT } from '../limits.ts';
import { renderNotice } from '../render-answer.ts';
import { renderCard } from '../render-card.ts';
import { scopeOf } from '../scope.ts';
import { literalClip } from '../text.ts';

/** Choices that Discord shows for what is being typed (developer documentation, "Autocomplete"). */
const CHOICES = 25;

export default {
  data: new SlashCommandBuilder()
    .setName('who')
    .setDescription('What the sources hold of a name: other names, listings, mentions')
    .addStringOption((option) =>
      option
        .setName('name')
        .setDescription('A person, company, ship, bank, …')
        .setRequired(true)
        .setMaxLength(SELECT_OPTION_TEXT)
        .setAutocomplete(true),
    )
    .addBooleanOption((option) => option.setName('private').setDescription('Show the card to you alone'))
    .toJSON(),
  async execute(interaction, bot) {
    const isPrivate = interaction.options.getBoolean('private') ?? false;
    await interaction.deferReply(isPrivate ? { flags: 'Ephemeral' } : {});
    const name = interaction.options.getString('name', true).trim();
    const card = await bot.answering.entity(name, scopeOf(bot, interaction.guildId));
    await interaction.editReply(
      card
        ? renderCard(card, bot.sourceBaseUrl)
        : renderNotice(
            `The sources do not hold the name “${literalClip(name, 120)}”. Choose one of the names that appear while you type, or ask with /ask.`,
          ),
    );
  },
  async autocomplete(interaction, bot) {
    const names = await bot.answering.names(
      interaction.options.getFocused(),
      CHOICES,
      scopeOf(bot, interaction.guildId),
    );
    await interaction.respond(
      names.map(({ name }) => ({ name: name.slice(0, SELECT_OPTION_TEXT), value: name.slice(0, SELECT_OPTION_TEXT) })),
    );
  },
} satisfies Command;
