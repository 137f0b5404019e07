import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlockKind, Passage, Sentence, Source } from '../corpus/source.ts';

/** A source as the index holds it: its text, its sentences, and the passages cut from it. */
export interface IndexedSource extends Source {
  readonly sentences: readonly Sentence[];
  readonly passages: readonly Passage[];
}

const KINDS: readonly BlockKind[] = ['heading', 'paragraph', 'list-item', 'table-row', 'code', 'markup', 'dateline'];

/** One line of documents.jsonl. Sentences are rows of [start, end, kind, paragraph, block, plain if it differs]. */
interface Row extends Source {
  readonly rows: readonly (readonly [number, number, number, number, number, string?])[];
  readonly cuts: readonly (readonly [number, number, number, number, number, number])[];
}

const FILE = 'documents.jsonl';

/** Writes the sources, one JSON line each: lines, not one array, so that no string grows with the corpus. */
export async function writeDocuments(folder: string, sources: readonly IndexedSource[]): Promise<void> {
  const lines = sources.map(({ sentences, passages, ...source }) => {
    const row: Row = {
      ...source,
      rows: sentences.map(({ start, end, kind, paragraph, block, plain }) =>
        plain === source.text.slice(start, end)
          ? [start, end, KINDS.indexOf(kind), paragraph, block]
          : [start, end, KINDS.indexOf(kind), paragraph, block, plain],
      ),
      cuts: passages.map((one) => [one.start, one.end, ...one.paragraphs, ...one.sentences] as const),
    };
    return `${JSON.stringify(row)}\n`;
  });
  await writeFile(join(folder, FILE), lines);
}

/** Reads what `writeDocuments` wrote. */
export async function readDocuments(folder: string): Promise<IndexedSource[]> {
  const content = await readFile(join(folder, FILE));
  const sources: IndexedSource[] = [];
  for (let at = 0; at < content.length; ) {
    const end = content.indexOf(10, at);
    const { rows, cuts, ...source } = JSON.parse(content.toString('utf8', at, end < 0 ? content.length : end)) as Row;
    sources.push({
      ...source,
      sentences: rows.map(([start, stop, kind, paragraph, block, plain]) => ({
        start,
        end: stop,
        kind: KINDS[kind] ?? 'paragraph',
        paragraph,
        block,
        plain: plain ?? source.text.slice(start, stop),
      })),
      passages: cuts.map(([start, stop, firstParagraph, lastParagraph, first, last], i) => ({
        id: `${source.id}#${i + 1}`,
        sourceId: source.id,
        start,
        end: stop,
        paragraphs: [firstParagraph, lastParagraph] as const,
        sentences: [first, last] as const,
      })),
    });
    at = end < 0 ? content.length : end + 1;
  }
  return sources;
}
