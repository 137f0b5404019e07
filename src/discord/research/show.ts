import { type CaseHead, type Item, quotationsOf, quotedFrom, type SourceChanges } from '../../case/case.ts';
import type { Scope } from '../../index/view.ts';
import type { Bot } from '../bot.ts';
import { LATEST, PER_PAGE, renderCaseCard, renderItems, type ShownCase, type ShownItem } from '../render/case.ts';
import { historyPage, historyPages, renderHistory } from '../render/case-forms.ts';
import type { Payload } from '../render/message.ts';

export function shownCase(bot: Bot, head: CaseHead, total = bot.cases.items(head.id, { limit: 0 }).total): ShownCase {
  return { head, names: bot.state.people.names(), memberIds: bot.cases.members(head.id), total };
}

/** Items with their places in the case, and with what became of their sources within a scope. */
export async function withStates(bot: Bot, id: string, items: readonly Item[], scope: Scope): Promise<ShownItem[]> {
  const quoted = items.flatMap((item) => quotationsOf(item));
  const states = quoted.length === 0 ? [] : await bot.answering.sourceStates(quoted, scope);
  const rest = [...states];
  return items.map((item) => ({
    item,
    place: bot.cases.placeOf(id, item),
    states: rest.splice(0, quotationsOf(item).length),
  }));
}

/** What became of everything that a case quotes, within a scope. Quotations are looked at only where the file has changed. */
export async function changesOf(bot: Bot, id: string, scope: Scope): Promise<SourceChanges> {
  const versions = bot.cases.quotedVersions(id);
  const changed = versions.length === 0 ? [] : await bot.answering.changedVersions(versions, scope);
  if (changed.length === 0) return new Map();
  const quoted = bot.cases.quotesOf(id, changed);
  const states = await bot.answering.sourceStates(quoted, scope);
  return new Map(quoted.map((each, n) => [quotedFrom(each), states[n]!]));
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
  return renderItems(shownCase(bot, head, total), await withStates(bot, head.id, items, scope), shown, search);
}

/** A page of what happened to a case, `page` counted from 0 and brought into range. */
export function historyOf(bot: Bot, head: CaseHead, page: number): Payload {
  const total = bot.cases.events(head.id);
  const shown = Math.min(Math.max(0, page), historyPages(total) - 1);
  const events = bot.cases.history(head.id, historyPage(shown));
  const item = (itemId: string) => bot.cases.item(head.id, itemId);
  return renderHistory(head, events, shown, total, bot.state.people.names(), item);
}

/** The message that shows a case in its channel. */
export async function cardOf(bot: Bot, head: CaseHead, scope: Scope): Promise<Payload> {
  const changes = [...(await changesOf(bot, head.id, scope)).values()];
  const lost = changes.filter((state) => state === 'changed' || state === 'gone').length;
  return renderCaseCard(shownCase(bot, head), bot.cases.newest(head.id, LATEST), lost);
}
