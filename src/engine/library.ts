import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { glob } from 'tinyglobby';
import type { DateKind } from '../corpus/source.ts';
import type { IndexedSource } from '../index/documents.ts';
import { collectionOf } from '../index/ingest.ts';
import { type IndexedPassage, type OpenIndex, passageReference } from '../index/open.ts';

/** What a list or a citation says of a source. */
interface SourceHeader {
  readonly title: string;
  readonly publisher: string | null;
  readonly published: string | null;
  readonly dateKind: DateKind;
  readonly url: string | null;
  readonly path: string;
}

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

/** A passage as a person reads it, with the references of its neighbours in the source. */
export interface PassageView extends SourceHeader {
  readonly id: string;
  readonly sourceId: string;
  readonly reference: string;
  readonly paragraphs: readonly [number, number];
  readonly plain: string;
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
  const { id, title, publisher, published, dateKind, url, path, passages } = source;
  return {
    id,
    reference: sourceReference(id),
    title,
    publisher,
    published,
    dateKind,
    url,
    path,
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
  const { title, publisher, published, dateKind, url, path } = source;
  const place = source.passages.findIndex(({ id }) => id === passage.id);
  const reference = (at: number) => {
    const neighbour = source.passages[at] && index.passageById.get(source.passages[at].id);
    return neighbour ? passageReference(neighbour.id, neighbour.plain) : null;
  };
  return {
    id: passage.id,
    sourceId: source.id,
    reference: passageReference(passage.id, passage.plain),
    title,
    publisher,
    published,
    dateKind,
    url,
    path,
    paragraphs: passage.paragraphs,
    plain: passage.plain,
    number: place + 1,
    of: source.passages.length,
    previous: place > 0 ? reference(place - 1) : null,
    next: reference(place + 1),
  };
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
