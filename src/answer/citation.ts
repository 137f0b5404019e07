import type { IndexedSource } from '../index/documents.ts';
import { type IndexedPassage, passageReference } from '../index/open.ts';
import type { Citation } from './answer.ts';

/** The citation of sentences of a passage; `others` hold the same text. */
export function citationOf(
  source: IndexedSource,
  passage: IndexedPassage,
  n: number,
  paragraphs: readonly [number, number],
  others: readonly IndexedSource[] = [],
): Citation {
  return {
    n,
    sourceId: source.id,
    sha256: source.sha256,
    title: source.title,
    publisher: source.publisher,
    published: source.published,
    dateKind: source.dateKind,
    url: source.url,
    path: source.path,
    paragraphs,
    passageId: passage.id,
    passageReference: passageReference(passage.id, passage.plain),
    alsoIn: others.map((other) => ({
      sourceId: other.id,
      title: other.title,
      published: other.published,
      url: other.url,
      path: other.path,
    })),
  };
}
