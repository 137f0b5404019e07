import { type CaseHead, type Item, quotationsOf } from '../../case/case.ts';
import type { Scope } from '../../index/view.ts';
import type { Bot } from '../bot.ts';
import { PER_PAGE, renderCaseCard, renderItems, type ShownCase, type ShownItem } from '../render/case.ts';
import { historyPage, historyPages, renderHistory } from '../render/case-forms.ts';
import type { Payload } from '../render/message.ts';

export function shownCase(bot: Bot, head: CaseHead, total = bot.cases.items(head.id, { limit: 0 }).total): ShownCase {
  return { head, names: bot.state.people.names(), memberIds: bot.cases.members(head.id), total };
}

/** Items with what became of their sources within a scope; `from` is the place of the first. */
export async function withStates(bot: Bot, items: readonly Item[], from: number, scope: Scope): Promise<ShownItem[]> {
  const quoted = items.flatMap((item) => quotationsOf(item));
  const states = quoted.length === 0 ? [] : await bot.answering.sourceStates(quoted, scope);
  const rest = [...states];
  return items.map((item, n) => ({ item, place: from + n, states: rest.splice(0, quotationsOf(item).length) }));
}

/** A page of a case, `page` counted from 0 and brought into range; `search` with the view that turns its pages. */
export async function pageOf(
  bot: Bot,
  head: CaseHead,
  page: number,
  scope: Scope,
  search: { readonly text: string; readonly viewId: string } | null = null,
): Promise<Payload> {
  const text = search?.text ?? '';
  const { total } = bot.cases.items(head.id, { limit: 0, search: text });
  const shown = Math.min(Math.max(0, page), Math.max(0, Math.ceil(total / PER_PAGE) - 1));
  const { items } = bot.cases.items(head.id, { offset: shown * PER_PAGE, limit: PER_PAGE, search: text });
  const placed = await withStates(bot, items, shown * PER_PAGE + 1, scope);
  // In a search an item keeps the place that it has in the case.
  const places = search ? placesOf(bot, head.id) : null;
  return renderItems(
    shownCase(bot, head, total),
    placed.map((each) => ({ ...each, place: places?.get(each.item.id) ?? each.place })),
    shown,
    search,
  );
}

/** A page of what happened to a case, `page` counted from 0 and brought into range. */
export function historyOf(bot: Bot, head: CaseHead, page: number): Payload {
  const shown = Math.min(Math.max(0, page), historyPages(head) - 1);
  const events = bot.cases.history(head.id, historyPage(shown));
  const number = (itemId: string) => bot.cases.item(head.id, itemId)?.number ?? null;
  return renderHistory(head, events, shown, bot.state.people.names(), number);
}

/** Places of a case's items, from 1, by their ids. */
export function placesOf(bot: Bot, id: string): Map<string, number> {
  return new Map(bot.cases.items(id).items.map((item, n) => [item.id, n + 1]));
}

/** The message that shows a case in its channel. */
export async function cardOf(bot: Bot, head: CaseHead, scope: Scope): Promise<Payload> {
  const { items, total } = bot.cases.items(head.id);
  const latest = [...items].sort((a, b) => b.number - a.number);
  const states = await withStates(bot, items, 1, scope);
  const changed = states.flatMap((each) => each.states).filter((state) => state === 'changed' || state === 'gone');
  return renderCaseCard(shownCase(bot, head, total), latest, changed.length);
}
