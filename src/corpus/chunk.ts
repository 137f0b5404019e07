import { readSentences } from './sentences.ts';
import type { Passage, Sentence, Source } from './source.ts';

/** Bumped whenever the same text would be cut or embedded otherwise than before; part of the index's manifest. */
export const CHUNKING_VERSION = 3;

/**
 * Most tokens of a passage, title not counted. A reader of 256 tokens sees a whole passage beside its question and
 * title; the embedder's own limit is 512.
 */
export const PASSAGE_TOKENS = 208;

/** Counts each text's tokens as the embedding model does, special tokens not counted. */
export type CountTokens = (texts: readonly string[]) => Promise<readonly number[]>;

export interface ChunkedSource {
  readonly sentences: readonly Sentence[];
  readonly passages: readonly Passage[];
}

/** A run of sentences that is not split further: a block, a sentence, or a part of one over-long sentence. */
interface Unit {
  readonly start: number;
  /** Whether it begins where its block does. */
  readonly opens: boolean;
  readonly tokens: number;
  readonly heading: boolean;
  readonly first: number;
  readonly last: number;
  readonly paragraph: number;
}

/**
 * Cuts a source into passages of at most `budget` tokens. Paragraphs are kept together while they fit, a longer one is
 * cut between sentences, and only a sentence that alone exceeds the budget is cut between words. A heading opens a
 * passage rather than ending one. The passages tile the body: every character but white space is in exactly one.
 */
export async function chunk(source: Source, count: CountTokens, budget = PASSAGE_TOKENS): Promise<ChunkedSource> {
  const { blocks, sentences } = readSentences(source);
  const tokens = await count(sentences.map((sentence) => sentence.plain));
  const units: Unit[] = [];
  for (const block of blocks) {
    const total = tokens.slice(block.first, block.last).reduce((sum, n) => sum + n, 0);
    const heading = block.kind === 'heading';
    const { start, first, last, paragraph } = block;
    if (total <= budget) units.push({ start, opens: true, tokens: total, heading, first, last, paragraph });
    else
      for (let i = first; i < last; i++)
        for (const part of await parts(
          sentences[i]!,
          i === first ? start : sentences[i]!.start,
          tokens[i]!,
          source.text,
          count,
          budget,
        ))
          units.push({ ...part, opens: part.start === start, heading: false, first: i, last: i + 1, paragraph });
  }
  return { sentences, passages: pack(units, source, budget) };
}

async function parts(
  sentence: Sentence,
  start: number,
  tokens: number,
  text: string,
  count: CountTokens,
  budget: number,
): Promise<{ start: number; tokens: number }[]> {
  if (tokens <= budget) return [{ start, tokens }];
  const words = [...text.slice(sentence.start, sentence.end).matchAll(/\S+/g)];
  const counts = await count(words.map((word) => word[0]));
  const found: { start: number; tokens: number }[] = [];
  words.forEach((word, i) => {
    const here = counts[i] ?? 0;
    const current = found.at(-1);
    if (current && current.tokens + here <= budget) current.tokens += here;
    else found.push({ start: i === 0 ? start : sentence.start + word.index, tokens: here });
  });
  return found;
}

function pack(units: readonly Unit[], source: Source, budget: number): Passage[] {
  const groups: Unit[][] = [];
  let used = 0;
  for (const unit of units) {
    const group = groups.at(-1);
    // A heading past the half of the budget opens the next passage, so that it stands with the text it heads.
    const full = used + unit.tokens > budget || (unit.heading && used > budget / 2);
    if (!group || full) {
      const carried = group && !unit.heading ? trailingHeadings(group, budget - unit.tokens) : [];
      groups.push([...carried, unit]);
      used = unit.tokens + carried.reduce((sum, each) => sum + each.tokens, 0);
    } else {
      group.push(unit);
      used += unit.tokens;
    }
  }
  const bounds = groups.map((group, i) =>
    i === 0 ? source.bodyStart : group[0]!.opens ? lineStart(source.text, group[0]!.start) : group[0]!.start,
  );
  return groups.map((group, i) => {
    const [start, end] = trimmed(source.text, bounds[i]!, bounds[i + 1] ?? source.text.length);
    const texts = group.filter((unit) => unit.last > unit.first);
    const paragraphs = (texts.length > 0 ? texts : group).map((unit) => unit.paragraph);
    return {
      id: `${source.id}#${i + 1}`,
      sourceId: source.id,
      start,
      end,
      paragraphs: [Math.min(...paragraphs), Math.max(...paragraphs)] as const,
      sentences: [group[0]!.first, group.at(-1)!.last] as const,
    };
  });
}

/** Takes the headings off a group's end, as far as `room` tokens allow and something else is left of it. */
function trailingHeadings(group: Unit[], room: number): Unit[] {
  const carried: Unit[] = [];
  let used = 0;
  while (group.length > 1 && group.at(-1)!.heading && used + group.at(-1)!.tokens <= room) {
    used += group.at(-1)!.tokens;
    carried.unshift(group.pop()!);
  }
  return carried;
}

/** Moves an offset back over list and quote marks to the beginning of its line. */
function lineStart(text: string, offset: number): number {
  const line = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[\s>*+\-\d.)[\]x]*$/.test(text.slice(line, offset)) ? line : offset;
}

function trimmed(text: string, start: number, end: number): [number, number] {
  const span = text.slice(start, end);
  return [start + (span.length - span.trimStart().length), end - (span.length - span.trimEnd().length)];
}

/** The text that stands for a passage in the index: the title, for context, and the passage's sentences in plain text. */
export function embeddedText(
  source: Pick<Source, 'title'>,
  sentences: readonly Sentence[],
  passage: Passage,
  text: string,
): string {
  return `${source.title}\n${plainPassage(sentences, passage, text)}`;
}

/** A passage in plain text. */
export function plainPassage(sentences: readonly Sentence[], passage: Passage, text: string): string {
  return readPassage(sentences, passage, text).plain;
}

/**
 * A passage in plain text, sentences joined by a space, blocks by a line break (of a sentence cut in two, its part), and
 * where each of its sentences stands in it.
 */
export function readPassage(
  sentences: readonly Sentence[],
  passage: Passage,
  text: string,
): { plain: string; ranges: readonly (readonly [number, number])[] } {
  const held = sentences.slice(...passage.sentences);
  const ranges: [number, number][] = [];
  let plain = '';
  held.forEach((one, i) => {
    const whole = one.start >= passage.start && one.end <= passage.end;
    if (i > 0) plain += one.block === held[i - 1]!.block ? ' ' : '\n';
    const start = plain.length;
    plain += whole ? one.plain : text.slice(Math.max(one.start, passage.start), Math.min(one.end, passage.end));
    ranges.push([start, plain.length]);
  });
  return { plain, ranges };
}
