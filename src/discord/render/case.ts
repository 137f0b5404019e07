import { ButtonStyle, ComponentType } from 'discord.js';
import { describeDate, visible } from '../../answer/describe.ts';
import { type CaseHead, type Item, type Quotation, quotationsOf, summarize } from '../../case/case.ts';
import { describeState, describeTime, outcomeOf } from '../../case/export/dossier.ts';
import type { SourceState } from '../../engine/library.ts';
import { citationLine } from './citation.ts';
import { button, type Row, row } from './controls.ts';
import * as limits from './limits.ts';
import { NO_MENTIONS, type Payload } from './message.ts';
import { blockQuote, clip, count, link, literal, literalClip } from './text.ts';

/** What is shown of a case. */
export interface ShownCase {
  readonly head: CaseHead;
  /** Names by the ids of people. */
  readonly names: ReadonlyMap<string, string>;
  readonly memberIds: readonly string[];
  /** How many items are shown in all. */
  readonly total: number;
}

/** Items of a page with what became of their sources, in the order of their quotations. */
export interface ShownItem {
  readonly item: Item;
  /** Its place in the list, from 1. */
  readonly place: number;
  readonly states: readonly SourceState[];
}

/** Kind of the views that turn the pages of a search. */
export const SEARCH_VIEW = 'case-search';

export const PER_PAGE = 8;
const LINE = 330;
const CASE = 0x6a4c93;
const CLOSED = 0x6d6f78;
/** Items that the card lists. */
export const LATEST = 5;

const KINDS: Readonly<Record<Item['content']['kind'], string>> = {
  note: 'Note',
  quotation: 'Quotation',
  question: 'Question',
  card: 'Card of a name',
  message: 'Message',
};

export function caseId(action: string, id: string, ...rest: (string | number)[]): string {
  return ['case', action, id, ...rest].join(':');
}

/** The message that shows a case in its channel: kept as it is by editing, never posted anew. `latest` are its newest items. */
export function renderCaseCard(shown: ShownCase, latest: readonly Item[], changedSources: number): Payload {
  const { head, names, total } = shown;
  // Everybody who sees the channel sees this message.
  if (head.isRestricted)
    return {
      embeds: [
        {
          color: head.isOpen ? CASE : CLOSED,
          description: 'A case for its members. They read it with the button, or /case show.',
        },
      ],
      components: [row(button('Items', caseId('page', head.id, 0), { style: ButtonStyle.Primary }))],
      allowedMentions: NO_MENTIONS,
    };
  const lines = latest.map((item) => `• ${oneLine(item, 220)}`);
  return {
    embeds: [
      {
        color: head.isOpen ? CASE : CLOSED,
        title: literalClip(head.title, limits.EMBED_TITLE),
        description: clip(
          [
            `${head.isOpen ? 'Open case' : 'Closed case'} · ${count(total, 'item')} · ${membersLine(shown)} · ${head.alerts ? 'tells of new sources' : 'does not tell of new sources'}`,
            ...(changedSources > 0
              ? [`${count(changedSources, 'quotation')} whose source has changed or is gone; the words stay as saved.`]
              : []),
            total === 0
              ? 'Nothing is saved yet. Press “Save to case” under an answer, a passage or a card, or “Add a note” here.'
              : `Newest:\n${lines.join('\n')}`,
          ].join('\n\n'),
          limits.EMBED_DESCRIPTION,
        ),
        footer: { text: `Opened by ${nameOf(head.userId, names)}` },
        timestamp: new Date(head.changedAt).toISOString(),
      },
    ],
    components: [
      row(
        button('Items', caseId('page', head.id, 0), { style: ButtonStyle.Primary }),
        button('Add a note', caseId('note', head.id), { disabled: !head.isOpen }),
        button('Export', caseId('formats', head.id)),
        button('History', caseId('history', head.id, 0)),
      ),
    ],
    allowedMentions: NO_MENTIONS,
  };
}

/** A page of a case's items; `search` are the words that they were found by, with the view that turns its pages. */
export function renderItems(
  shown: ShownCase,
  items: readonly ShownItem[],
  page: number,
  search: { readonly text: string; readonly viewId: string } | null = null,
): Payload {
  const { head, total } = shown;
  const pages = Math.max(1, Math.ceil(total / PER_PAGE));
  const lines = items.map(({ item, place, states }) => {
    const changed = states.some((state) => describeState(state) !== null) ? ' ⚠ source changed' : '';
    const tags = item.tags.length > 0 ? ` · tags: ${item.tags.map((tag) => literalClip(tag, 40)).join(', ')}` : '';
    return clip(`**${place}.** ${oneLine(item, LINE - 120)}${changed}${clip(tags, 110)}`, LINE + 120);
  });
  const turn = (label: string, to: number) =>
    button(label, search ? caseId('found', search.viewId, to) : caseId('page', head.id, to), {
      disabled: to < 0 || to >= pages,
    });
  return {
    embeds: [
      {
        color: head.isOpen ? CASE : CLOSED,
        title: literalClip(head.title, limits.EMBED_TITLE),
        description: clip(
          [
            search ? `${count(total, 'item')} with “${literalClip(search.text, 100)}”` : count(total, 'item'),
            lines.join('\n') || (search ? 'Nothing in this case has all of these words.' : 'Nothing is saved yet.'),
          ].join('\n\n'),
          limits.EMBED_DESCRIPTION,
        ),
        footer: { text: `Page ${page + 1} of ${pages} · ${head.isOpen ? 'open' : 'closed'} · ${membersLine(shown)}` },
      },
    ],
    components: [
      ...(items.length > 0 ? [itemMenu(head.id, items)] : []),
      ...(pages > 1 ? [row(turn('Before', page - 1), turn('After', page + 1))] : []),
    ],
    allowedMentions: NO_MENTIONS,
  };
}

/** The cases of a channel, with how many items the first of them have. */
export function renderCaseList(heads: readonly CaseHead[], totals: readonly number[], closedToo: boolean): Payload {
  const lines = heads.slice(0, limits.SELECT_OPTIONS).map((head, n) => {
    const state = [head.isOpen ? null : 'closed', head.isRestricted ? 'for its members' : null].filter(
      (each) => each !== null,
    );
    const changed = `changed ${describeTime(head.changedAt)}`;
    return `• **${literalClip(head.title, 90)}** — ${[count(totals[n] ?? 0, 'item'), changed, ...state].join(', ')}`;
  });
  const more = heads.length - lines.length;
  return {
    embeds: [
      {
        color: CASE,
        title: `${count(heads.length, closedToo ? 'case' : 'open case')} in this channel`,
        description: clip(
          [lines.join('\n') || 'Open one with /case open.', ...(more > 0 ? [`… and ${more} more`] : [])].join('\n'),
          limits.EMBED_DESCRIPTION,
        ),
      },
    ],
    components:
      heads.length === 0
        ? []
        : [
            row({
              type: ComponentType.StringSelect,
              custom_id: 'case:pick',
              placeholder: 'Read a case',
              options: heads.slice(0, limits.SELECT_OPTIONS).map(({ id, title }) => ({
                label: clip(visible(title).trim() || '…', limits.SELECT_OPTION_TEXT),
                value: id,
              })),
            }),
          ],
    allowedMentions: NO_MENTIONS,
  };
}

function itemMenu(id: string, items: readonly ShownItem[]): Row {
  return row({
    type: ComponentType.StringSelect,
    custom_id: caseId('item', id),
    placeholder: 'Read an item',
    options: items.map(({ item, place }) => ({
      label: clip(visible(`${place}. ${summarize(item)}`) || '…', limits.SELECT_OPTION_TEXT),
      description: `${KINDS[item.content.kind]}, item ${item.number}`,
      value: item.id,
    })),
  });
}

/** An item, whole as far as an embed holds it, with what can be done with it. */
export function renderItem(shown: ShownCase, { item, place, states }: ShownItem, baseUrl: string | null): Payload {
  const { head, names } = shown;
  const { content, note } = item;
  const asked =
    content.kind === 'question'
      ? `**Asked:** ${literalClip(content.question, 400)}`
      : content.kind === 'card'
        ? `**${literalClip(content.name, 200)}**`
        : content.kind === 'message'
          ? `${blockQuote(literalClip(content.text || '(no text)', 1500))}\n${link('The message', content.url)}`
          : null;
  const quotations = quotationsOf(item);
  const outcome = outcomeOf(item);
  const after = [
    outcome === null ? null : `-# ${literalClip(outcome, 300)}`,
    note === '' ? null : literalClip(note, quotations.length > 0 || asked !== null ? 1300 : 3600),
  ].filter((part) => part !== null);
  // What is noted on an item is seen, however many quotations it has.
  const room = limits.EMBED_DESCRIPTION - 100 - [asked ?? '', ...after].join('\n\n').length;
  const parts = [...(asked === null ? [] : [asked]), ...quotationsWithin(quotations, states, room, baseUrl), ...after];
  const edited = item.editedAt === null ? '' : `, note edited by ${nameOf(item.editedBy, names)}`;
  const tags = item.tags.length === 0 ? '' : ` · tags: ${item.tags.join(', ')}`;
  return {
    embeds: [
      {
        color: head.isOpen ? CASE : CLOSED,
        title: clip(`${KINDS[content.kind]} in “${literalClip(head.title, 180)}”`, limits.EMBED_TITLE),
        description: clip(parts.join('\n\n'), limits.EMBED_DESCRIPTION),
        footer: {
          text: clip(
            visible(`Place ${place} · item ${item.number}, saved by ${nameOf(item.userId, names)}${edited}${tags}`),
            500,
          ),
        },
        timestamp: new Date(item.createdAt).toISOString(),
      },
    ],
    components: head.isOpen
      ? [
          row(
            button(content.kind === 'note' ? 'Edit' : 'Note on it', caseId('edit', head.id, item.id)),
            button('Up', caseId('move', head.id, item.id, Math.max(1, place - 1)), { disabled: place <= 1 }),
            button('Down', caseId('move', head.id, item.id, place + 1), { disabled: place >= shown.total }),
            button('Remove', caseId('remove', head.id, item.id), { style: ButtonStyle.Danger }),
          ),
        ]
      : [],
    allowedMentions: NO_MENTIONS,
  };
}

/** Quotations with their citations, as many as have room; says how many are left out. */
function quotationsWithin(
  quotations: readonly Quotation[],
  states: readonly SourceState[],
  room: number,
  baseUrl: string | null,
): string[] {
  const each = Math.max(200, Math.floor(room / Math.max(1, quotations.length)) - 320);
  const shown: string[] = [];
  let used = 0;
  for (const [n, quotation] of quotations.entries()) {
    const part = quoted(quotation, states[n] ?? null, each, baseUrl);
    if (used + part.length + 2 > room) break;
    used += part.length + 2;
    shown.push(part);
  }
  const left = quotations.length - shown.length;
  return left === 0 ? shown : [...shown, `… and ${count(left, 'more quotation')}; an export has all.`];
}

function quoted(quotation: Quotation, state: SourceState | null, most: number, baseUrl: string | null): string {
  const changed = describeState(state);
  return [
    blockQuote(literalClip(quotation.plain, most)),
    citationLine(quotation, baseUrl),
    ...(changed === null ? [] : [`⚠ ${changed}`]),
  ].join('\n');
}

/** An item on one line: kind, words, whence. */
function oneLine(item: Item, most: number): string {
  const first = quotationsOf(item)[0];
  const isRefusal = item.content.kind === 'question' && item.content.status === 'not_found';
  const whence = isRefusal
    ? ' — not in the sources'
    : first
      ? ` — ${literalClip(first.title, 60)}, ${describeDate(first)}`
      : '';
  const noted = item.content.kind !== 'note' && item.note !== '' ? ' · with a note' : '';
  return `${KINDS[item.content.kind]}: ${literalClip(summarize(item), most - 90)}${whence}${noted}`;
}

function membersLine({ head, memberIds, names }: ShownCase): string {
  if (!head.isRestricted) return 'everybody who sees this channel';
  return clip(`members: ${memberIds.map((id) => literal(nameOf(id, names))).join(', ') || 'none'}`, 300);
}

export function nameOf(id: string, names: ReadonlyMap<string, string>): string {
  return visible(names.get(id) ?? '').trim() || 'somebody';
}
