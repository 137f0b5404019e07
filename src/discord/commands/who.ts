import { type ChatInputCommandInteraction, SlashCommandBuilder } from 'discord.js';
import type { ShownEntity } from '../../engine/answerer.ts';
import { placeOf, scopeAt, viewOwner } from '../access.ts';
import type { Bot } from '../bot.ts';
import type { Command } from '../command.ts';
import { renderCard } from '../render/card.ts';
import { SELECT_OPTION_TEXT, SELECT_OPTIONS } from '../render/limits.ts';
import { renderNotice } from '../render/message.ts';
import { CARD_VIEW } from '../render/saving.ts';
import { literalClip } from '../render/text.ts';

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
    const place = placeOf(interaction);
    const shown = await bot.answering.entity(name, scopeAt(bot, place));
    await interaction.editReply(
      shown
        ? renderCard(shown, bot.sourceBaseUrl, viewOf(bot, interaction, shown, isPrivate))
        : renderNotice(
            `The sources do not hold the name “${literalClip(name, 120)}”. Choose one of the names that appear while you type, or ask with /ask.`,
          ),
    );
  },
  async autocomplete(interaction, bot) {
    const scope = scopeAt(bot, placeOf(interaction));
    const names = await bot.answering.names(interaction.options.getFocused(), SELECT_OPTIONS, scope);
    await interaction.respond(names.map(({ name }) => ({ name, value: name })));
  },
} satisfies Command;

/** Keeps what a card quotes, so that it can be saved to a case; returns the view's id. */
function viewOf(
  bot: Bot,
  interaction: ChatInputCommandInteraction,
  { card, index }: ShownEntity,
  isPrivate: boolean,
): string {
  return bot.state.views.add({ ...viewOwner(interaction), kind: CARD_VIEW, isPrivate, data: { card, index } }).id;
}
