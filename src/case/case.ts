import type { SourceHeader } from '../answer/answer.ts';
import type { SourceState } from '../engine/library.ts';
import type { IndexVersion } from '../index/open.ts';

/** Words of a source as they were when they were saved: `source.text.slice(start, end) === quote` held for the file `sha256`. */
export interface Quotation extends SourceHeader {
  readonly quote: string;
  /** The quote with Markdown reduced to plain text. */
  readonly plain: string;
  readonly start: number;
  readonly end: number;
  readonly sourceId: string;
  readonly sha256: string;
  readonly paragraphs: readonly [number, number];
  /** The index that it was taken from. */
  readonly index: IndexVersion;
}

/** A version of a source. */
export type SourceVersion = Pick<Quotation, 'sourceId' | 'sha256'>;

/** What became of sources since they were quoted, by `quotedFrom`; what is missing is as quoted. */
export type SourceChanges = ReadonlyMap<string, SourceState>;

/** Where a quotation is from, as a key. */
export function quotedFrom({ sourceId, sha256, quote }: Pick<Quotation, 'sourceId' | 'sha256' | 'quote'>): string {
  return [sourceId, sha256, quote].join('\n');
}

/** What an item holds. Only its note changes later. */
export type Content =
  | { readonly kind: 'note' }
  | { readonly kind: 'quotation'; readonly quotations: readonly Quotation[] }
  | {
      readonly kind: 'question';
      readonly question: string;
      /** 'not_found': the sources did not hold an answer. */
      readonly status: 'answered' | 'not_found';
      /** 0 to 1. */
      readonly confidence: number;
      /** Why it was refused, or null. */
      readonly reason: string | null;
      readonly names: readonly string[];
      readonly quotations: readonly Quotation[];
    }
  | {
      readonly kind: 'card';
      readonly name: string;
      readonly names: readonly string[];
      readonly quotations: readonly Quotation[];
    }
  | {
      readonly kind: 'message';
      readonly url: string;
      /** The message's text when it was saved. */
      readonly text: string;
      readonly quotations: readonly [];
    };

/** An item of a case. */
export interface Item {
  readonly id: string;
  /** Counts from 1 in its case and stays the same when items are moved. */
  readonly number: number;
  /** Items are shown in ascending order of it. */
  readonly position: number;
  readonly content: Content;
  /** The text of a note; of other items what somebody noted on them, or ''. */
  readonly note: string;
  readonly tags: readonly string[];
  /** Removed items are hidden, not deleted. */
  readonly isHidden: boolean;
  /** Counts the edits of its note, from 1. */
  readonly version: number;
  /** Who saved it; '' when that was forgotten. */
  readonly userId: string;
  /** Who wrote the message that was saved, or ''. */
  readonly subjectId: string;
  readonly editedBy: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly editedAt: number | null;
}

/** A case without its items. */
export interface CaseHead {
  readonly id: string;
  /** '' in direct messages and on the terminal. */
  readonly guildId: string;
  readonly channelId: string;
  readonly title: string;
  readonly isOpen: boolean;
  /** Whether its channel is told of new sources that name what the case is about. */
  readonly alerts: boolean;
  /** Whether its members alone see it; otherwise everybody who sees its channel. */
  readonly isRestricted: boolean;
  /** Counts its events. */
  readonly version: number;
  /** Who opened it; '' when that was forgotten. */
  readonly userId: string;
  readonly createdAt: number;
  readonly changedAt: number;
}

/** Channel id of cases that were opened on the terminal. */
export const TERMINAL = 'terminal';

export const MOST_TITLE = 200;
/** Longest note, as a form of Discord's takes. */
export const MOST_NOTE = 4000;
export const MOST_TAGS = 20;
export const MOST_TAG = 40;

/** What a list of tags changes: those with a minus before them are taken away. */
export function tagChange(tags: readonly string[]): { added: string[]; removed: string[] } {
  return {
    added: tags.filter((tag) => !tag.startsWith('-')),
    removed: tags.filter((tag) => tag.startsWith('-')).map((tag) => tag.slice(1)),
  };
}

/** The quotations of an item. */
export function quotationsOf({ content }: Pick<Item, 'content'>): readonly Quotation[] {
  return content.kind === 'note' ? [] : content.quotations;
}

/** Names that a case is about, as its title, questions and cards tell: what new sources are looked through for. */
export function namesAbout(items: readonly Pick<Item, 'content'>[]): string[] {
  return [
    ...new Set(
      items.flatMap(({ content }) =>
        content.kind === 'question' ? content.names : content.kind === 'card' ? [content.name, ...content.names] : [],
      ),
    ),
  ];
}

/** An item in a few words, on one line. */
export function summarize({ content, note }: Pick<Item, 'content' | 'note'>): string {
  const text =
    content.kind === 'note'
      ? note
      : content.kind === 'quotation'
        ? `“${content.quotations[0]?.plain ?? ''}”`
        : content.kind === 'question'
          ? content.question
          : content.kind === 'card'
            ? content.name
            : content.text || content.url;
  return text.replace(/\s+/g, ' ').trim();
}
