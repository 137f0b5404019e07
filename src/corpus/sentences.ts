import { segment } from 'sentencex';
import { type Block, markdownBlocks, plainTextBlocks } from './markdown.ts';
import type { Sentence, Source } from './source.ts';

/** A block's bounds and paragraph number beside the sentences it holds (`first` up to, not including, `last`). */
export interface BlockSpan {
  readonly start: number;
  readonly end: number;
  readonly kind: Block['kind'];
  readonly paragraph: number;
  readonly first: number;
  readonly last: number;
}

/**
 * Reads a source's body as numbered paragraphs and sentences.
 * Sentence boundaries are sentencex's (Wikimedia), chosen because it keeps "U.S.", "Nov. 30" and quoted speech whole
 * and its segments join to the text again. A block without text (a rule, a comment) has no sentences.
 */
export function readSentences(source: Pick<Source, 'text' | 'bodyStart' | 'format' | 'language'>): {
  blocks: BlockSpan[];
  sentences: Sentence[];
} {
  const parsed =
    source.format === 'markdown'
      ? markdownBlocks(source.text, source.bodyStart)
      : plainTextBlocks(source.text, source.bodyStart);
  const language = source.language?.slice(0, 2).toLowerCase() ?? 'en';
  const blocks: BlockSpan[] = [];
  const sentences: Sentence[] = [];
  let counted = 0;
  for (const block of parsed) {
    const numbered = block.plain !== '' && block.kind !== 'heading';
    if (numbered && !block.continues) counted++;
    const paragraph = numbered ? counted : counted + 1;
    const first = sentences.length;
    for (const [from, to] of boundaries(block, language)) {
      const [marked, end] = withMarks(source.text, block, from, to);
      // A mark between two sentences with no space closes the first.
      const start = Math.max(marked, sentences.length > first ? sentences.at(-1)!.end : 0);
      sentences.push({
        start,
        end,
        plain: block.plain.slice(from, to),
        kind: block.kind,
        paragraph,
        block: blocks.length,
      });
    }
    blocks.push({ start: block.start, end: block.end, kind: block.kind, paragraph, first, last: sentences.length });
  }
  return { blocks, sentences };
}

function boundaries(block: Block, language: string): [number, number][] {
  if (block.plain === '') return [];
  if (block.kind === 'heading' || block.kind === 'table-row') return [[0, block.plain.length]];
  const found: [number, number][] = [];
  let at = 0;
  for (const piece of pieces(language, block.plain)) {
    const trimmed = piece.trim();
    const from = at + piece.indexOf(trimmed);
    if (trimmed !== '') found.push([from, from + trimmed.length]);
    at += piece.length;
  }
  return found;
}

/**
 * Splits a block at its sentences. On unbalanced quotation marks sentencex 1.0.17 may panic or lose text; then the
 * Unicode sentence boundaries (UAX 29) of Intl.Segmenter serve, which split more often but never lose anything.
 */
function pieces(language: string, text: string): string[] {
  try {
    const found = segment(language, text);
    if (found.join('') === text) return found;
  } catch {
    // A panic in the library is an error of its own, not of the text.
  }
  return [...new Intl.Segmenter('en', { granularity: 'sentence' }).segment(text)].map((each) => each.segment);
}

const OPENING_MARKS = /[*_~`[\\]+$/;
const CLOSING_MARKS = /^(?:[*_~`]+|\]\([^)\s]*\)|\]\[[^\]]*\])+/;

/** The source's span behind plain characters `from` to `to`, with the emphasis and link marks that belong to it. */
function withMarks(text: string, block: Block, from: number, to: number): [number, number] {
  const start = block.starts[from] ?? block.start;
  const end = block.ends[to - 1] ?? block.end;
  const before = text.slice(from === 0 ? block.start : (block.ends[from - 1] ?? start), start);
  const after = text.slice(end, to >= block.plain.length ? block.end : (block.starts[to] ?? end));
  const opening = OPENING_MARKS.exec(before)?.[0].length ?? 0;
  const closing = CLOSING_MARKS.exec(after)?.[0].length ?? 0;
  return [start - opening, end + closing];
}
