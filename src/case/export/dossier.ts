import { describeConfidence } from '../../answer/describe.ts';
import type { SourceState } from '../../engine/library.ts';
import type { IndexVersion } from '../../index/open.ts';
import { type CaseHead, type Item, type Quotation, quotationsOf, quotedFrom, type SourceChanges } from '../case.ts';
import { type CslSource, cslSources, references } from './references.ts';

/** A quotation with the number of its footnote, from 1, and what became of its source; null where that was not looked up. */
export interface CitedQuotation {
  readonly quotation: Quotation;
  readonly note: number;
  readonly source: SourceState | null;
}

export interface DossierItem {
  readonly item: Item;
  /** Its place in the case, from 1. */
  readonly place: number;
  readonly savedBy: string;
  readonly editedBy: string | null;
  readonly quotations: readonly CitedQuotation[];
}

/** A case with everything that an export shows, names in the place of ids. */
export interface Dossier {
  readonly head: CaseHead;
  readonly openedBy: string;
  /** Null: everybody who sees its channel. */
  readonly members: readonly string[] | null;
  readonly items: readonly DossierItem[];
  /** Texts of the footnotes; number n is at n - 1. */
  readonly notes: readonly string[];
  readonly bibliography: readonly string[];
  readonly sources: readonly CslSource[];
  /** Indices that quotations were taken from, each once. */
  readonly indices: readonly IndexVersion[];
}

/** What a dossier is made of. `changes` are those of quoted sources, or null where they are not known. */
export interface DossierParts {
  readonly head: CaseHead;
  readonly members: readonly string[];
  readonly items: readonly Item[];
  /** Names by the ids of people. */
  readonly names: ReadonlyMap<string, string>;
  readonly changes: SourceChanges | null;
  readonly baseUrl: string | null;
  /** The place of an item in its case, from 1, where not all items are here. */
  readonly placeOf?: (item: Item) => number;
}

/** Who is not known by name: forgotten, or never named. */
export const NOBODY = 'a person who is not named';

/** Gathers what an export of a case shows. The same database gives the same dossier, at any time. */
export async function dossier({
  head,
  members,
  items,
  names,
  changes,
  baseUrl,
  placeOf,
}: DossierParts): Promise<Dossier> {
  const quoted = items.flatMap((item) =>
    quotationsOf(item).map((quotation) => ({ quotation, savedAt: item.createdAt })),
  );
  const { notes, bibliography } = await references(quoted, baseUrl);
  const nameOf = (id: string) => names.get(id) ?? NOBODY;
  let note = 0;
  return {
    head,
    openedBy: nameOf(head.userId),
    members: head.isRestricted ? members.map(nameOf) : null,
    items: items.map((item, n) => ({
      item,
      place: placeOf?.(item) ?? n + 1,
      savedBy: nameOf(item.userId),
      editedBy: item.editedAt === null ? null : nameOf(item.editedBy),
      quotations: quotationsOf(item).map((quotation) => ({
        quotation,
        source: changes && (changes.get(quotedFrom(quotation)) ?? 'as quoted'),
        note: ++note,
      })),
    })),
    notes,
    bibliography,
    sources: cslSources(quoted, baseUrl),
    indices: [...new Map(quoted.map(({ quotation: { index } }) => [index.generation, index])).values()],
  };
}

/** A moment for people, in UTC: "2026-11-25 10:03 UTC". */
export function describeTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** What a reader has to know of a quotation whose source is not as it was; null where there is nothing. */
export function describeState(state: SourceState | null): string | null {
  switch (state) {
    case 'changed, quotation kept':
      return 'The source has changed since; it still has these words.';
    case 'changed':
      return 'The source has changed since and no longer has these words. They stand here as they were saved.';
    case 'gone':
      return 'The source is no longer in the library. The words stand here as they were saved.';
    default:
      return null;
  }
}

/** The lines under the title. */
export function facts({ head, openedBy, members, items }: Dossier): [string, string][] {
  return [
    ['Opened', `${describeTime(head.createdAt)} by ${openedBy}`],
    ['Last changed', describeTime(head.changedAt)],
    ['State', head.isOpen ? 'open' : 'closed'],
    [
      'Members',
      members === null ? (head.guildId === '' ? 'its owner' : 'everybody who sees its channel') : members.join(', '),
    ],
    ['Items', String(items.length)],
  ];
}

/** An item's heading. */
export function headingOf({ item: { content }, place }: DossierItem): string {
  switch (content.kind) {
    case 'question':
      return `${place}. ${content.question}`;
    case 'card':
      return `${place}. ${content.name}`;
    case 'quotation':
      return `${place}. Quotation`;
    case 'message':
      return `${place}. Message`;
    default:
      return `${place}. Note`;
  }
}

/** What a question came to, beside its quotations: how sure the bot was, or why it found no answer. Null for other items. */
export function outcomeOf({ content }: Pick<Item, 'content'>): string | null {
  if (content.kind !== 'question') return null;
  return content.status === 'answered'
    ? `Found with ${describeConfidence(content.confidence)} confidence (${content.confidence.toFixed(2)}).`
    : `No answer was found in the sources. ${content.reason ?? ''}`.trim();
}

/** The line under an item: who saved it, when, tags. */
export function bylineOf({ item, savedBy, editedBy }: DossierItem): string {
  return [
    `Item ${item.number}, saved by ${savedBy}, ${describeTime(item.createdAt)}`,
    ...(editedBy === null ? [] : [`note edited by ${editedBy}, ${describeTime(item.editedAt!)}`]),
    ...(item.tags.length === 0 ? [] : [`tags: ${item.tags.join(', ')}`]),
  ].join('; ');
}

/** Where the quotations were taken from, a line for each index. */
export function describeIndex({ generation, corpus, created, model }: IndexVersion): string {
  return `Index ${generation} of ${created}, embedding model ${model}, corpus sha256 ${corpus}`;
}
