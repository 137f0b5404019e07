import { basicTokens } from './basic-tokens.ts';

/** A span of the text that was read, which the reader takes for the answer. */
export interface AnswerSpan {
  /** Offsets into the text. */
  readonly start: number;
  readonly end: number;
  /** start + end logit of the span less those of [CLS], "no answer here": above 0 the reader prefers the span. */
  readonly score: number;
}

/** Tokens a question is cut at, and the longest span looked for: the reader's PROVENANCE.md. */
const QUESTION_TOKENS = 48;
const SPAN_TOKENS = 40;
/** The model's positions. */
const MAX_TOKENS = 512;

/** Runs the model on one pair: token ids and types in, a logit per token out. */
export type RunReader = (
  ids: readonly number[],
  types: readonly number[],
) => Promise<{ start: ArrayLike<number>; end: ArrayLike<number> }>;

/** Reads a question and a text together and marks the words that answer. */
export interface Reader {
  /**
   * Returns the best span within each of the given ranges of the text, null for a range without a word or beyond what
   * the model can read.
   */
  read(question: string, text: string, ranges: readonly (readonly [number, number])[]): Promise<(AnswerSpan | null)[]>;
}

/**
 * Makes a reader of a model and its tokenizer.
 * @param encode token ids of a text, special tokens not added.
 */
export function makeReader(
  encode: (text: string) => readonly number[],
  special: { readonly cls: number; readonly sep: number },
  run: RunReader,
): Reader {
  const known = new Map<string, readonly number[]>();
  const idsOf = (word: string) => {
    const found = known.get(word) ?? encode(word);
    if (known.size < 100_000) known.set(word, found);
    return found;
  };
  return {
    async read(question, text, ranges) {
      const asked = basicTokens(question)
        .flatMap(({ text: word }) => idsOf(word))
        .slice(0, QUESTION_TOKENS);
      const room = MAX_TOKENS - asked.length - 3;
      const ids: number[] = [];
      const words: { start: number; end: number }[] = [];
      for (const { text: word, start, end } of basicTokens(text))
        for (const id of idsOf(word))
          if (ids.length < room) {
            ids.push(id);
            words.push({ start, end });
          }
      const first = asked.length + 2;
      const input = [special.cls, ...asked, special.sep, ...ids, special.sep];
      const logits = await run(
        input,
        input.map((_, i) => (i < first ? 0 : 1)),
      );
      const none = logits.start[0]! + logits.end[0]!;
      return ranges.map(([from, to]) => {
        const a = words.findIndex((word) => word.start >= from);
        let b = a;
        while (b >= 0 && b < words.length && words[b]!.end <= to) b++;
        return a < 0 || b <= a ? null : bestSpan(logits, words, a, b, first, none);
      });
    },
  };
}

function bestSpan(
  { start, end }: { start: ArrayLike<number>; end: ArrayLike<number> },
  words: readonly { start: number; end: number }[],
  a: number,
  b: number,
  first: number,
  none: number,
): AnswerSpan {
  let best: AnswerSpan = { start: words[a]!.start, end: words[a]!.end, score: Number.NEGATIVE_INFINITY };
  for (let i = a; i < b; i++)
    for (let j = i; j < Math.min(b, i + SPAN_TOKENS); j++) {
      const score = start[first + i]! + end[first + j]! - none;
      if (score > best.score) best = { start: words[i]!.start, end: words[j]!.end, score };
    }
  return best;
}
