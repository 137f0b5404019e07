import { type MessageComponentInteraction, MessageFlags } from 'discord.js';
import type { Bot } from './bot.ts';
import { PASSAGE_SELECT, renderNotice, renderPassage } from './render-answer.ts';
import { renderSources, SOURCES_PAGE } from './render-sources.ts';
import { scopeOf } from './scope.ts';

/** Answers a press of a button or a choice in a menu. Custom ids are checked for shape; nothing in them is trusted. */
export async function handleComponent(interaction: MessageComponentInteraction, bot: Bot): Promise<void> {
  if (interaction.isStringSelectMenu() && interaction.customId === PASSAGE_SELECT) {
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    const [, n, reference] = /^(\d{1,2}):([0-9a-f]{16})$/.exec(interaction.values[0] ?? '') ?? [];
    const passage =
      reference === undefined ? null : await bot.answering.passage(reference, scopeOf(bot, interaction.guildId));
    await interaction.editReply(
      passage
        ? renderPassage(passage, n ?? '1', bot.sourceBaseUrl)
        : renderNotice(
            'The sources have changed since this answer: that passage is no longer among them. Please ask again.',
          ),
    );
    return;
  }
  const page = new RegExp(`^${SOURCES_PAGE}:(\\d{1,6})$`).exec(interaction.customId)?.[1];
  if (interaction.isButton() && page !== undefined) {
    await interaction.deferUpdate();
    const { content: _, ...payload } = renderSources(
      await bot.answering.sources('', scopeOf(bot, interaction.guildId)),
      Number(page),
      bot.sourceBaseUrl,
    );
    await interaction.editReply(payload);
    return;
  }
  await interaction.reply({
    ...renderNotice('This button is from an older version and no longer works. Please ask again.'),
    flags: MessageFlags.Ephemeral,
  });
}
