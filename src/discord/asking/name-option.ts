import type { AutocompleteInteraction } from 'discord.js';
import { placeOf, scopeAt } from '../access.ts';
import type { Bot } from '../bot.ts';
import { SELECT_OPTION_TEXT, SELECT_OPTIONS } from '../render/limits.ts';

/** Words at the end of what is typed that may be the beginning of a name, the most first. */
const TAILS = [3, 2, 1];
/** Shorter beginnings fit too many names. */
const LEAST = 3;

/** Offers a question that is being typed with its last words completed to names of the sources. */
export async function offerNames(interaction: AutocompleteInteraction, bot: Bot): Promise<void> {
  const typed = interaction.options.getFocused();
  await interaction.respond(
    (await completions(bot, typed, interaction))
      .filter((question) => question.length <= SELECT_OPTION_TEXT)
      .slice(0, SELECT_OPTIONS)
      .map((question) => ({ name: question, value: question })),
  );
}

async function completions(bot: Bot, typed: string, interaction: AutocompleteInteraction): Promise<string[]> {
  if (typed.trim() === '') return [];
  const scope = scopeAt(bot, placeOf(interaction));
  for (const count of TAILS) {
    const tail = new RegExp(`(?:^|\\s)((?:\\S+\\s+){${count - 1}}\\S+)$`).exec(typed)?.[1];
    if (tail === undefined || tail.length < LEAST) continue;
    const found = (await bot.answering.names(tail, SELECT_OPTIONS - 1, scope)).filter(({ name }) =>
      name.toLowerCase().startsWith(tail.toLowerCase()),
    );
    const before = typed.slice(0, typed.length - tail.length);
    if (found.length > 0) return [typed, ...found.map(({ name }) => `${before}${name}`)];
  }
  return [typed];
}
