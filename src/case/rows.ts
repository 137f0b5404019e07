import { words } from '../index/terms.ts';
import { type CaseHead, type Content, type Item, quotationsOf } from './case.ts';
import type { CaseEvent, Change } from './event.ts';

/** A row of the table cases. */
export interface CaseRow {
  readonly id: string;
  readonly guild_id: string;
  readonly channel_id: string;
  readonly title: string;
  readonly is_open: number;
  readonly alerts: number;
  readonly is_restricted: number;
  readonly version: number;
  readonly user_id: string;
  readonly created_at: number;
  readonly changed_at: number;
}

/** A row of case_items. */
export interface ItemRow {
  readonly id: string;
  readonly number: number;
  readonly position: number;
  readonly content: string;
  readonly note: string;
  readonly tags: string;
  readonly is_hidden: number;
  readonly version: number;
  readonly user_id: string;
  readonly subject_id: string;
  readonly edited_by: string;
  readonly created_at: number;
  readonly edited_at: number | null;
}

/** A row of case_events. */
export interface EventRow {
  readonly version: number;
  readonly user_id: string;
  readonly subject_id: string;
  readonly at: number;
  readonly data: string;
}

export function headOf(row: CaseRow): CaseHead {
  return {
    id: row.id,
    guildId: row.guild_id,
    channelId: row.channel_id,
    title: row.title,
    isOpen: row.is_open === 1,
    alerts: row.alerts === 1,
    isRestricted: row.is_restricted === 1,
    version: row.version,
    userId: row.user_id,
    createdAt: row.created_at,
    changedAt: row.changed_at,
  };
}

export function itemOfRow(row: ItemRow): Item {
  return {
    id: row.id,
    number: row.number,
    position: row.position,
    content: JSON.parse(row.content) as Content,
    note: row.note,
    tags: JSON.parse(row.tags) as string[],
    isHidden: row.is_hidden === 1,
    version: row.version,
    userId: row.user_id,
    subjectId: row.subject_id,
    editedBy: row.edited_by,
    createdAt: row.created_at,
    editedAt: row.edited_at,
  };
}

export function eventOf(row: EventRow): CaseEvent {
  return {
    version: row.version,
    change: JSON.parse(row.data) as Change,
    userId: row.user_id,
    subjectId: row.subject_id,
    at: row.at,
  };
}

/** What an item is found by: the words of its note, tags, quotations and titles, folded as those of a search are. */
export function searchWords({ content, note, tags }: Pick<Item, 'content' | 'note' | 'tags'>): string {
  const own =
    content.kind === 'question'
      ? content.question
      : content.kind === 'card'
        ? content.name
        : content.kind === 'message'
          ? content.text
          : '';
  const quoted = quotationsOf({ content }).flatMap(({ plain, title, publisher }) => [plain, title, publisher ?? '']);
  return ` ${words([own, note, ...tags, ...quoted].join(' ')).join(' ')} `;
}
