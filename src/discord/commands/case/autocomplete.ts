import type { AutocompleteInteraction } from 'discord.js';
import { visible } from '../../../answer/describe.ts';
import { summarize } from '../../../case/case.ts';
import { placeOf } from '../../access.ts';
import { ANSWER_VIEW, type AnswerView } from '../../asking/answer-view.ts';
import type { Bot } from '../../bot.ts';
import { SELECT_OPTION_TEXT, SELECT_OPTIONS } from '../../render/limits.ts';
import { clip } from '../../render/text.ts';
import { casesHere } from '../../research/case-access.ts';
import { chosenCase } from './chosen.ts';

/** How far back quotations are offered, milliseconds. */
const RECENT_MS = 7 * 86_400_000;
const RECENT_ANSWERS = 10;

/** Offers cases, items of the case, and quotations of recent answers, for what is being typed. */
export async function autocomplete(interaction: AutocompleteInteraction, bot: Bot): Promise<void> {
  const { name, value } = interaction.options.getFocused(true);
  const typed = value.trim().toLowerCase();
  const choices =
    name === 'case'
      ? cases(interaction, bot, typed)
      : name === 'quotation'
        ? quotations(interaction, bot, typed)
        : items(interaction, bot, value);
  await interaction.respond(
    choices
      .slice(0, SELECT_OPTIONS)
      .map((choice) => ({ name: clip(visible(choice.name).trim() || '…', SELECT_OPTION_TEXT), value: choice.value })),
  );
}

interface Choice {
  readonly name: string;
  readonly value: string;
}

function cases(interaction: AutocompleteInteraction, bot: Bot, typed: string): Choice[] {
  const closedToo = ['show', 'reopen', 'search', 'timeline', 'export', 'purge'].includes(
    interaction.options.getSubcommand(),
  );
  return casesHere(bot, interaction)
    .filter(({ isOpen, title }) => (isOpen || closedToo) && title.toLowerCase().includes(typed))
    .map(({ id, title, isOpen }) => ({ name: isOpen ? title : `${title.slice(0, 88)} (closed)`, value: id }));
}

function items(interaction: AutocompleteInteraction, bot: Bot, typed: string): Choice[] {
  const head = chosenCase(bot, interaction, { closedToo: true });
  const number = /^#?(\d+)$/.exec(typed.trim())?.[1];
  const byNumber = number === undefined ? null : bot.cases.item(head.id, Number(number));
  const found = bot.cases.items(head.id, { search: typed, limit: SELECT_OPTIONS }).items;
  return [...(byNumber && !byNumber.isHidden ? [byNumber] : []), ...found.filter(({ id }) => id !== byNumber?.id)].map(
    (item) => ({ name: `${item.number}: ${summarize(item)}`, value: item.id }),
  );
}

function quotations(interaction: AutocompleteInteraction, bot: Bot, typed: string): Choice[] {
  const { channelId } = placeOf(interaction);
  const since = Date.now() - RECENT_MS;
  const views = bot.state.views.latest(
    channelId,
    ANSWER_VIEW,
    RECENT_ANSWERS,
    since,
    interaction.user.id,
  ) as AnswerView[];
  return views
    .flatMap(({ id, data: { answer } }) =>
      answer.evidence.map(({ plain }, n) => ({ name: plain, value: `${id}:${n}` })),
    )
    .filter((choice) => choice.name.toLowerCase().includes(typed));
}
