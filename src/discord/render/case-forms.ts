import { type APIModalInteractionResponseCallbackData, ComponentType, TextInputStyle } from 'discord.js';
import { visible } from '../../answer/describe.ts';
import { type CaseHead, type Item, MOST_NOTE, MOST_TITLE, summarize } from '../../case/case.ts';
import type { CaseEvent } from '../../case/event.ts';
import { describeTime } from '../../case/export/dossier.ts';
import { FORMATS } from '../../case/export/export.ts';
import { describeChange } from '../../case/history.ts';
import { caseId, nameOf } from './case.ts';
import { button, row } from './controls.ts';
import * as limits from './limits.ts';
import { NO_MENTIONS, type Payload, renderNotice } from './message.ts';
import { clip, count, literalClip } from './text.ts';

/** A form for the title of a new case; `customId` says what is done with it. */
export function titleForm(customId: string, title = ''): APIModalInteractionResponseCallbackData {
  return {
    custom_id: customId,
    title: 'Open a case',
    components: [
      {
        type: ComponentType.Label,
        label: 'Title of the case',
        description: 'What is researched. It belongs to this channel.',
        component: {
          type: ComponentType.TextInput,
          custom_id: 'title',
          style: TextInputStyle.Short,
          max_length: MOST_TITLE,
          min_length: 1,
          required: true,
          ...(title === '' ? {} : { value: title.slice(0, MOST_TITLE) }),
        },
      },
    ],
  };
}

/** A form for a note: a new one, or the one of an item as it is. */
export function noteForm(head: CaseHead, item: Item | null): APIModalInteractionResponseCallbackData {
  return {
    custom_id: item === null ? caseId('note', head.id) : caseId('edit', head.id, item.id, item.version),
    title: item === null ? 'Add a note' : item.content.kind === 'note' ? 'Edit the note' : 'Note on this item',
    components: [
      {
        type: ComponentType.Label,
        label: 'Note',
        component: {
          type: ComponentType.TextInput,
          custom_id: 'note',
          style: TextInputStyle.Paragraph,
          max_length: MOST_NOTE,
          required: item === null || item.content.kind === 'note',
          ...(item === null || item.note === '' ? {} : { value: item.note }),
        },
      },
    ],
  };
}

/** A person's own text, given back whole. */
export function textFile(text: string): Pick<Payload, 'files'> {
  return { files: [{ attachment: Buffer.from(text, 'utf8'), name: 'your-text.txt' }] };
}

/** Tells somebody that another person's edit was faster, and gives their text back: whole, as a file, and behind a button. */
export function renderConflict(head: CaseHead, item: Item, text: string, viewId: string, by: string): Payload {
  return {
    ...renderNotice(
      [
        `${literalClip(by, 80)} changed this item while you were writing. Your text was not taken; it is kept here.`,
        `Now it says:\n>>> ${literalClip(item.note || '(nothing)', 700)}`,
      ].join('\n'),
    ),
    ...textFile(text),
    components: [
      row(
        button('Replace theirs with mine', caseId('replace', viewId)),
        button('Edit theirs', caseId('edit', head.id, item.id)),
      ),
    ],
  };
}

/** A menu of what a case can be exported as. */
export function renderFormats(head: CaseHead): Payload {
  return {
    ...renderNotice(`Export “${literalClip(head.title, 200)}” as:`),
    components: [
      row({
        type: ComponentType.StringSelect,
        custom_id: caseId('export', head.id),
        placeholder: 'Choose a format',
        options: Object.entries(FORMATS).map(([format, label]) => ({ label, value: format })),
      }),
    ],
  };
}

const HISTORY_PAGE = 12;

/** A page of what happened to a case, newest first, with a menu that puts removed items back. */
export function renderHistory(
  head: CaseHead,
  events: readonly CaseEvent[],
  page: number,
  total: number,
  names: ReadonlyMap<string, string>,
  itemOf: (itemId: string) => Item | null,
): Payload {
  const pages = historyPages(total);
  const turn = (label: string, to: number) =>
    button(label, caseId('history', head.id, to), { disabled: to < 0 || to >= pages });
  const removed = events
    .flatMap(({ change }) => (change.kind === 'removed' ? [itemOf(change.itemId)] : []))
    .filter((item) => item?.isHidden === true);
  const distinct = [...new Map(removed.map((item) => [item!.id, item!])).values()];
  return {
    embeds: [
      {
        title: literalClip(`History of ${head.title}`, limits.EMBED_TITLE),
        description: clip(
          events
            .map((event) => {
              const what = describeChange(event, {
                itemOf,
                nameOf: (id) => literalClip(nameOf(id, names), 80),
                quote: (text) => `“${literalClip(text.replace(/\s+/g, ' '), 150)}”`,
              });
              return `${describeTime(event.at)} · ${literalClip(nameOf(event.userId, names), 60)} ${what}`;
            })
            .join('\n'),
          limits.EMBED_DESCRIPTION,
        ),
        footer: { text: `Page ${page + 1} of ${pages} · ${count(total, 'event')}` },
      },
    ],
    components: [
      ...(head.isOpen && distinct.length > 0
        ? [
            row({
              type: ComponentType.StringSelect,
              custom_id: caseId('restore', head.id),
              placeholder: 'Put a removed item back',
              options: distinct.slice(0, limits.SELECT_OPTIONS).map((item) => ({
                label: clip(visible(`${item.number}: ${summarize(item)}`), limits.SELECT_OPTION_TEXT),
                value: item.id,
              })),
            }),
          ]
        : []),
      ...(pages > 1 ? [row(turn('Newer', page - 1), turn('Older', page + 1))] : []),
    ],
    allowedMentions: NO_MENTIONS,
  };
}

export const historyPages = (total: number) => Math.max(1, Math.ceil(total / HISTORY_PAGE));

/** Where a page of the history begins, and how long it is. */
export const historyPage = (page: number) => ({ offset: page * HISTORY_PAGE, limit: HISTORY_PAGE });
