import { MessageFlags, SlashCommandBuilder } from 'discord.js';
import { placeOf, rolesOf, settingsAt } from '../access.ts';
import { admit } from '../asking/admit.ts';
import { shownOf } from '../asking/answer-view.ts';
import { ask } from '../asking/ask.ts';
import { dateOption } from '../asking/date-option.ts';
import { keepReply } from '../asking/keep-reply.ts';
import { offerNames } from '../asking/name-option.ts';
import { offerSources, sourceOption } from '../asking/source-option.ts';
import type { Command } from '../command.ts';
import { cleared } from '../messages/deliver.ts';
import { renderAnswer } from '../render/answer.ts';
import { QUESTION, SELECT_OPTION_TEXT } from '../render/limits.ts';
import { renderNotice } from '../render/message.ts';
import { withoutMentions } from '../research/case-access.ts';

export default {
  data: new SlashCommandBuilder()
    .setName('ask')
    .setDescription('Ask the sources a question; the answer quotes them')
    .addStringOption((option) =>
      option
        .setName('question')
        .setDescription('Your question; names are offered while you type')
        .setRequired(true)
        .setMaxLength(QUESTION)
        .setAutocomplete(true),
    )
    .addBooleanOption((option) => option.setName('private').setDescription('Show the answer to you alone'))
    .addStringOption((option) =>
      option.setName('from').setDescription('Only sources dated since: 2019, 2019-03 or 2019-03-31').setMaxLength(10),
    )
    .addStringOption((option) =>
      option.setName('to').setDescription('Only sources dated until: 2019, 2019-03 or 2019-03-31').setMaxLength(10),
    )
    .addStringOption((option) =>
      option
        .setName('source')
        .setDescription('Only this source; titles are offered while you type')
        .setMaxLength(SELECT_OPTION_TEXT)
        .setAutocomplete(true),
    )
    .toJSON(),
  async execute(interaction, bot) {
    const place = placeOf(interaction);
    const isPrivate = interaction.options.getBoolean('private') ?? settingsAt(bot, place).visibility === 'private';
    await interaction.deferReply(isPrivate ? { flags: MessageFlags.Ephemeral } : {});
    const from = dateOption(interaction.options.getString('from'), 'from');
    const to = dateOption(interaction.options.getString('to'), 'to');
    const source = interaction.options.getString('source');
    const sourceId = source === null ? undefined : await sourceOption(bot, place, source);
    const asker = { place, userId: interaction.user.id, roles: rolesOf(interaction.member) };
    await admit(bot, asker);
    const view = await ask(
      bot,
      {
        ...asker,
        question: withoutMentions(interaction.options.getString('question', true), interaction, bot),
        isPrivate,
        filter: {
          ...(from === undefined ? {} : { from }),
          ...(to === undefined ? {} : { to }),
          ...(sourceId === undefined ? {} : { sourceId }),
        },
        before: interaction.channel?.isThread() || interaction.guildId === null ? 'place' : [],
      },
      (line) =>
        void interaction
          .editReply(renderNotice(`You are number ${line} in line; this takes a moment.`))
          .catch(() => {}),
    );
    const reply = await interaction.editReply(
      cleared(renderAnswer(view.data.answer, bot.sourceBaseUrl, shownOf(view))),
    );
    keepReply(bot, interaction, view, reply);
  },
  autocomplete: (interaction, bot) =>
    interaction.options.getFocused(true).name === 'source'
      ? offerSources(interaction, bot)
      : offerNames(interaction, bot),
} satisfies Command;
