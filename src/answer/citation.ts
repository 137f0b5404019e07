import type { IndexedSource } from '../index/documents.ts';
import { type IndexedPassage, passageReference } from '../index/open.ts';
import type { Citation, SourceHeader } from './answer.ts';

/** What is said of a source wherever it is cited, listed or quoted, and nothing else that the object holds. */
export function headerOf({ title, publisher, published, dateKind, url, path }: SourceHeader): SourceHeader {
  return { title, publisher, published, dateKind, url, path };
}

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
    ...headerOf(source),
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
