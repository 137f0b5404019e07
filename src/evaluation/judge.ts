import type { Answer, Evidence } from '../answer/answer.ts';
import type { Sentence, Source } from '../corpus/source.ts';
import { words } from '../index/terms.ts';
import type { EvalQuestion, GoldSpan } from './question-file.ts';

/** What an answer got right and wrong. */
export interface Judgement {
  /** The first quotation holds a gold sentence or matches `any`, and does not match `not`. */
  readonly first: boolean;
  /** Any quotation does. */
  readonly any: boolean;
  /** Quoted sentences that hold no gold, and all quoted sentences. */
  readonly excess: number;
  readonly quoted: number;
}

/** A quotation with the path of the source it is from. */
export interface Quotation extends Pick<Evidence, 'start' | 'end' | 'plain' | 'quote'> {
  readonly path: string;
  readonly sourceId: string;
  /** The sentences it consists of, in plain text. */
  readonly sentences: readonly string[];
}

/** One sentence of a source as a quotation. */
export function sentenceQuotation(
  { path, id, text }: Pick<Source, 'path' | 'id' | 'text'>,
  { start, end, plain }: Sentence,
): Quotation {
  return { path, sourceId: id, start, end, plain, quote: text.slice(start, end), sentences: [plain] };
}

export function judge(question: EvalQuestion, quotations: readonly Quotation[]): Judgement {
  const right = quotations.map((quotation) => answers(question, quotation));
  const sentences = quotations.flatMap((quotation) =>
    quotation.sentences.map((plain) => ({ ...quotation, plain, quote: plain })),
  );
  return {
    first: right[0] ?? false,
    any: right.includes(true),
    excess: sentences.filter((sentence) => !answers(question, sentence, true)).length,
    quoted: sentences.length,
  };
}

/** Whether a quotation holds a gold sentence or matches `any`; never when it matches `not`. */
export function answers(
  question: EvalQuestion,
  quotation: Omit<Quotation, 'sentences'>,
  isOneSentence = false,
): boolean {
  const { plain } = quotation;
  if (question.not.some((pattern) => pattern.test(plain))) return false;
  if (question.any.some((pattern) => pattern.test(plain) || pattern.test(quotation.quote))) return true;
  return question.gold.some((gold) => {
    if (typeof gold === 'string') return holds(plain, gold);
    // Of a quotation's sentences, each that has a part in the gold is needed.
    return isOneSentence && question.any.length === 0 ? overlap(gold, quotation) > 0 : holdsSpan(quotation, gold);
  });
}

/** Whether a quotation holds a sentence that answers in part only, or of a slightly other thing: neither right nor wrong. */
export function isPartly({ partly }: EvalQuestion, quotation: Omit<Quotation, 'sentences'>): boolean {
  return partly.some((span) => holdsSpan(quotation, span));
}

/** Characters that a quotation and a span have in common; 0 in another file. */
function overlap(span: GoldSpan, { path, start, end }: Pick<Quotation, 'path' | 'start' | 'end'>): number {
  return span.path === path ? Math.max(0, Math.min(span.end, end) - Math.max(span.start, start)) : 0;
}

/** Markup at a sentence's ends may be counted in or out. */
function holdsSpan(quotation: Pick<Quotation, 'path' | 'start' | 'end'>, span: GoldSpan): boolean {
  return overlap(span, quotation) >= 0.9 * (span.end - span.start);
}

/** Whether a quotation holds a gold sentence, however quotes, spaces, case and Markdown marks are written. */
function holds(quotation: string, gold: string): boolean {
  const fold = (text: string) => ` ${words(text.replaceAll(/\]\([^)\s]*\)/g, '] ')).join(' ')} `;
  return fold(quotation).includes(fold(gold));
}

/** The documents that answer: `docs`, and those of gold given by offsets; each by path or by source id. */
export function relevantDocuments(question: EvalQuestion): Map<string, number> {
  const paths = [...question.docs, ...question.gold.flatMap((gold) => (typeof gold === 'string' ? [] : [gold.path]))];
  return new Map(paths.map((path) => [path, 1]));
}

export type { Answer };
