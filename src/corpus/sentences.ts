import english from 'wink-eng-lite-web-model';
import winkNLP from 'wink-nlp';
import { type Block, markdownBlocks, plainTextBlocks } from './markdown.ts';
import type { BlockKind, Sentence, Source } from './source.ts';

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
 * Sentence boundaries are wink-nlp's, which keep "U.S.", "Nov. 30" and "E.O. 13692" whole, and split after a closing
 * quotation mark. A block without text (a rule, a comment) has no sentences.
 */
export function readSentences(source: Pick<Source, 'text' | 'bodyStart' | 'format'>): {
  blocks: BlockSpan[];
  sentences: Sentence[];
} {
  const parsed =
    source.format === 'markdown'
      ? markdownBlocks(source.text, source.bodyStart)
      : plainTextBlocks(source.text, source.bodyStart);
  const blocks: BlockSpan[] = [];
  const sentences: Sentence[] = [];
  let counted = 0;
  for (const block of parsed) {
    const numbered = block.plain !== '' && block.kind !== 'heading';
    if (numbered && !block.continues) counted++;
    const paragraph = numbered ? counted : counted + 1;
    const first = sentences.length;
    for (const { from, to, kind } of withDateline(block, paragraph, boundaries(block))) {
      const [marked, end] = withMarks(source.text, block, from, to);
      // A mark between two sentences with no space closes the first.
      const start = Math.max(marked, sentences.length > first ? sentences.at(-1)!.end : 0);
      sentences.push({
        start,
        end,
        plain: block.plain.slice(from, to),
        kind,
        paragraph,
        block: blocks.length,
      });
    }
    blocks.push({ start: block.start, end: block.end, kind: block.kind, paragraph, first, last: sentences.length });
  }
  return { blocks, sentences };
}

const wink = winkNLP(english, ['sbd']);

/** What may follow another abbreviation within a company's name. */
const COMPANY_SUFFIX = /^(?:Ltd|Inc|Corp|Co|LLC|LLP|PLC|GmbH|S\.A|N\.V|B\.V|C\.V)\b/;

/** The sentences of a block as ranges of its plain text, outer white space left out. */
function boundaries(block: Block): [number, number][] {
  if (block.plain === '') return [];
  if (block.kind === 'heading' || block.kind === 'table-row') return [[0, block.plain.length]];
  const found: [number, number][] = [];
  let at = 0;
  for (const piece of wink.readDoc(block.plain).sentences().out()) {
    const trimmed = piece.trim();
    if (trimmed === '') continue;
    const from = block.plain.indexOf(trimmed, at);
    // A sentence that is not in the text as it stands joins the one before it: nothing is lost.
    if (from < 0) continue;
    const before = found.at(-1);
    at = from + trimmed.length;
    // A web address, what goes on in lower case, or the rest of a company's name ("PTE. Ltd.") is no new sentence.
    const goesOn = before && (before[1] === from || /^\p{Ll}/u.test(trimmed) || COMPANY_SUFFIX.test(trimmed));
    if (goesOn) before[1] = at;
    else {
      if (before) before[1] = from;
      found.push([from, at]);
    }
  }
  if (found.length === 0) return [[0, block.plain.length]];
  found[0]![0] = 0;
  found[found.length - 1]![1] = block.plain.length;
  return found.map(([from, to]) => [from, from + block.plain.slice(from, to).trimEnd().length]);
}

/** A dateline stands at the head of a text: in one of its first paragraphs. */
const DATELINE_PARAGRAPHS = 3;
/** "PORT SAID, Egypt, 3 May (AP) —": a place in capitals (four letters or more: IRS is none), what may follow it, a dash, and a sentence's beginning. */
const PLACE_IN_CAPITALS =
  /^(?=\(?(?:\p{Lu}[\s.’'-]?){4})\(?\p{Lu}[\p{Lu}\s.’'-]{3,40}?(?:\s?,\s?[\p{L}\p{N}][\p{L}\p{N}., ]{0,40}?)?\)?\s*(?:\([^)]{2,30}\)\s*)?(?:[–—]+|--+|\s-)\s*(?=[\p{Lu}“"'])/u;
/** "Port Said, Egypt--": in the first paragraph only, where it can't be a name that a list explains. */
const PLACE =
  /^\p{Lu}\p{Ll}+(?:\s\p{Lu}\p{Ll}+){0,2}(?:\s?,\s*\p{Lu}[\p{L}. ]{1,24}?)?\s*(?:[–—]+|--+)\s*(?=[\p{Lu}“"'])/u;

/** Cuts the dateline off a paragraph's first sentence, as a sentence of its own kind: it is context, never evidence. */
function withDateline(
  block: Block,
  paragraph: number,
  bounds: readonly (readonly [number, number])[],
): { from: number; to: number; kind: BlockKind }[] {
  const found = bounds.map(([from, to]) => ({ from, to, kind: block.kind as BlockKind }));
  const opening = found[0];
  if (!opening || block.kind !== 'paragraph' || paragraph > DATELINE_PARAGRAPHS) return found;
  const head = block.plain.slice(opening.from, opening.to);
  const dateline = PLACE_IN_CAPITALS.exec(head)?.[0] ?? (paragraph === 1 ? PLACE.exec(head)?.[0] : undefined);
  if (dateline === undefined) return found;
  // "PETROX — the state oil company — was listed": a name and what explains it, between dashes.
  if (!/[,(]/.test(dateline) && /\s[–—-]+\s|[–—]|--/.test(head.slice(dateline.length))) return found;
  const to = opening.from + dateline.trimEnd().length;
  return [
    { from: opening.from, to, kind: 'dateline' },
    { ...opening, from: opening.from + dateline.length },
    ...found.slice(1),
  ];
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
