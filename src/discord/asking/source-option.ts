import type { AutocompleteInteraction } from 'discord.js';
import { type Place, placeOf, scopeAt } from '../access.ts';
import type { Bot } from '../bot.ts';
import { SELECT_OPTION_TEXT, SELECT_OPTIONS } from '../render/limits.ts';
import { clip } from '../render/text.ts';
import { NotNowError } from './admit.ts';

const REFERENCE = /^source:([0-9a-f]{16})$/;

/** Offers the sources whose title, publisher or date hold what is typed. */
export async function offerSources(interaction: AutocompleteInteraction, bot: Bot): Promise<void> {
  const found = await bot.answering.sources(interaction.options.getFocused(), scopeAt(bot, placeOf(interaction)));
  await interaction.respond(
    found.slice(0, SELECT_OPTIONS).map((source) => ({
      name: clip(source.published === null ? source.title : `${source.published} ${source.title}`, SELECT_OPTION_TEXT),
      value: `source:${source.reference}`,
    })),
  );
}

/**
 * The id of the source that was chosen, or the one whose title holds what was typed.
 * @throws NotNowError when there is none, or more than one.
 */
export async function sourceOption(bot: Bot, place: Place, typed: string): Promise<string> {
  const scope = scopeAt(bot, place);
  const reference = REFERENCE.exec(typed)?.[1];
  if (reference !== undefined) {
    const chosen = await bot.answering.source(reference, scope);
    if (chosen) return chosen.id;
    throw new NotNowError('That source is no longer among them. Choose another while you type.');
  }
  const found = await bot.answering.sources(typed, scope);
  if (found.length === 1) return found[0]!.id;
  throw new NotNowError(
    found.length === 0
      ? `No source has “${clip(typed, 60)}” in its title. Choose one of those that appear while you type.`
      : `${found.length} sources have “${clip(typed, 60)}” in their title. Choose one of those that appear while you type.`,
  );
}
