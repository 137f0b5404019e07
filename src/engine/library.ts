import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { glob } from 'tinyglobby';
import type { SourceHeader } from '../answer/answer.ts';
import { headerOf } from '../answer/citation.ts';
import type { IndexedSource } from '../index/documents.ts';
import { collectionOf } from '../index/ingest.ts';
import { type IndexedPassage, type IndexVersion, type OpenIndex, passageReference, versionOf } from '../index/open.ts';
import { words } from '../index/terms.ts';

/** A source without its text, as lists show it. */
export interface SourceSummary extends SourceHeader {
  readonly id: string;
  /** A short name for it, 16 hexadecimal digits: an id may be longer than Discord lets a choice be. */
  readonly reference: string;
  readonly passages: number;
  readonly collection: string;
}

/** A source with its text and the first sentence of it. */
export interface SourceDetail extends SourceSummary {
  readonly text: string;
  readonly sha256: string;
  readonly language: string | null;
  readonly aliases: readonly string[];
  /** Its first sentence of running text, or null. */
  readonly opening: string | null;
}

/** Where a quotation was taken from. */
export interface QuotedFrom {
  readonly sourceId: string;
  /** Of the source's file when it was quoted. */
  readonly sha256: string;
  readonly quote: string;
}

/**
 * What became of a quoted source: it is as it was; it was changed and still has the quotation, word for word; it was changed and
 * has it no longer; it is gone.
 */
export type SourceState = 'as quoted' | 'changed, quotation kept' | 'changed' | 'gone';

/** A passage as a person reads it, with the references of its neighbours in the source. */
export interface PassageView extends SourceHeader {
  readonly id: string;
  readonly sourceId: string;
  readonly reference: string;
  readonly paragraphs: readonly [number, number];
  readonly plain: string;
  /** The source's text from `start` to `end`, verbatim, and the sha256 of its file. */
  readonly quote: string;
  readonly start: number;
  readonly end: number;
  readonly sha256: string;
  readonly index: IndexVersion;
  /** Its place among the source's passages, from 1, and their number. */
  readonly number: number;
  readonly of: number;
  readonly previous: string | null;
  readonly next: string | null;
}

/** What the index holds and how old it is. */
export interface IndexStatus {
  readonly sources: number;
  readonly passages: number;
  /** Newest and oldest date of a source, or null. */
  readonly newest: string | null;
  readonly oldest: string | null;
  /** ISO time at which the index was made. */
  readonly created: string;
  readonly embeddingModel: string;
  readonly readerModel: string | null;
  /** Files that are new, changed or gone since; null within a scope, and when the corpus folder can't be read. */
  readonly changedFiles: number | null;
}

export function summaryOf(source: IndexedSource): SourceSummary {
  const { id, passages } = source;
  return {
    id,
    reference: sourceReference(id),
    ...headerOf(source),
    passages: passages.length,
    collection: collectionOf(source),
  };
}

export function sourceReference(id: string): string {
  return createHash('sha256').update(id).digest('hex').slice(0, 16);
}

export function detailOf(source: IndexedSource): SourceDetail {
  const { text, sha256, language, aliases, sentences } = source;
  const opening = sentences.find(({ kind }) => kind === 'paragraph')?.plain ?? null;
  return { ...summaryOf(source), text, sha256, language, aliases, opening };
}

/** Every source, newest first, those without a date last. */
export function newestFirst(sources: readonly IndexedSource[]): IndexedSource[] {
  return [...sources].sort(
    (a, b) => (b.published ?? '').localeCompare(a.published ?? '') || a.title.localeCompare(b.title),
  );
}

export function passageView(index: OpenIndex, passage: IndexedPassage): PassageView {
  const { source } = passage;
  const place = source.passages.findIndex(({ id }) => id === passage.id);
  const reference = (at: number) => {
    const neighbour = source.passages[at] && index.passageById.get(source.passages[at].id);
    return neighbour ? passageReference(neighbour.id, neighbour.plain) : null;
  };
  return {
    id: passage.id,
    sourceId: source.id,
    reference: passageReference(passage.id, passage.plain),
    ...headerOf(source),
    paragraphs: passage.paragraphs,
    plain: passage.plain,
    quote: source.text.slice(passage.start, passage.end),
    start: passage.start,
    end: passage.end,
    sha256: source.sha256,
    index: versionOf(index),
    number: place + 1,
    of: source.passages.length,
    previous: place > 0 ? reference(place - 1) : null,
    next: reference(place + 1),
  };
}

/** What became of each quoted source; within a scope that does not hold it, it is gone. */
export function sourceStates(index: OpenIndex, quoted: readonly QuotedFrom[]): SourceState[] {
  const byId = new Map(index.sources.map((source) => [source.id, source]));
  return quoted.map(({ sourceId, sha256, quote }) => {
    const source = byId.get(sourceId);
    if (!source) return 'gone';
    if (source.sha256 === sha256) return 'as quoted';
    return source.text.includes(quote) ? 'changed, quotation kept' : 'changed';
  });
}

/** Of versions of sources those that are no longer what the index has: changed, or gone. */
export function changedVersions<Version extends Pick<QuotedFrom, 'sourceId' | 'sha256'>>(
  index: OpenIndex,
  versions: readonly Version[],
): Version[] {
  const sums = new Map(index.sources.map(({ id, sha256 }) => [id, sha256]));
  return versions.filter(({ sourceId, sha256 }) => sums.get(sourceId) !== sha256);
}

/** Sources, of those given by id, that hold a name, each with the names that it holds. */
export function sourcesNaming(
  index: OpenIndex,
  sourceIds: readonly string[],
  names: readonly string[],
): { source: SourceSummary; names: string[] }[] {
  const wanted = new Set(sourceIds);
  const patterns = names
    .map((name) => ({ name, pattern: ` ${words(name).join(' ')} ` }))
    .filter(({ pattern }) => pattern.trim() !== '');
  return index.sources
    .filter(({ id }) => wanted.has(id))
    .map((source) => {
      const text = ` ${source.sentences.map(({ plain }) => words(plain).join(' ')).join(' ')} `;
      return {
        source: summaryOf(source),
        names: patterns.filter(({ pattern }) => text.includes(pattern)).map(({ name }) => name),
      };
    })
    .filter(({ names: held }) => held.length > 0);
}

/** Files of the corpus that the index does not hold as they are now: new ones, changed ones, and those that are gone. */
export async function changedFiles(corpusDir: string, index: OpenIndex): Promise<number | null> {
  try {
    const made = Date.parse(index.manifest.created);
    const files = await glob('**/*.{md,txt}', { cwd: corpusDir, dot: false });
    const known = new Set(index.sources.map(({ path }) => path));
    let changed = 0;
    for (const file of files) {
      const path = file.replaceAll('\\', '/');
      if (!known.delete(path) || (await stat(join(corpusDir, file))).mtimeMs > made) changed++;
    }
    return changed + known.size;
  } catch {
    return null;
  }
}
