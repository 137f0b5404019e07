import type { AutocompleteInteraction, ChatInputCommandInteraction } from 'discord.js';
import type { CaseHead, Item } from '../../../case/case.ts';
import { CASE_ID } from '../../../case/reader.ts';
import { NotNowError } from '../../asking/admit.ts';
import type { Bot } from '../../bot.ts';
import { caseBehind, casesHere } from '../../research/case-access.ts';

/**
 * The case that a command is about: the one chosen or named by its title, else the only open one here.
 * @throws NotNowError with what to do instead.
 */
export function chosenCase(
  bot: Bot,
  interaction: ChatInputCommandInteraction | AutocompleteInteraction,
  { closedToo = false }: { closedToo?: boolean } = {},
): CaseHead {
  const typed = interaction.options.getString('case')?.trim();
  const here = casesHere(bot, interaction);
  if (typed) {
    // What was chosen is an id. A title may be written by hand; one that is an id is no way to stand in for a case.
    const chosen = here.find(({ id }) => id === typed);
    const named = here.filter(({ title }) => title.toLowerCase() === typed.toLowerCase());
    if (chosen) return chosen;
    if (named.length > 1)
      throw new NotNowError('Several cases have this title: choose one of those that appear while you type.');
    return named[0] ?? caseBehind(bot, interaction, CASE_ID.test(typed) ? typed : '');
  }
  const open = here.filter(({ isOpen }) => isOpen);
  const candidates = open.length > 0 || !closedToo ? open : here;
  if (candidates.length === 1) return candidates[0]!;
  if (candidates.length > 1) throw new NotNowError('Several cases are open here: say which one in `case:`.');
  throw new NotNowError(
    here.length > 0
      ? 'No case is open here. Open one with /case open, or reopen one with /case reopen.'
      : 'There is no case in this channel yet. Open one with /case open.',
  );
}

/**
 * The item that a command is about, by its choice or its number.
 * @throws NotNowError when the case has none such.
 */
export function chosenItem(bot: Bot, interaction: ChatInputCommandInteraction, head: CaseHead): Item {
  const typed = interaction.options.getString('item', true).trim();
  const number = /^#?(\d{1,9})$/.exec(typed)?.[1];
  const item = bot.cases.item(head.id, number === undefined ? typed : Number(number));
  if (!item) throw new NotNowError('This case has no such item. Choose one of those that appear while you type.');
  return item;
}
