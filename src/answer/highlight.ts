import { terms, words } from '../index/terms.ts';
import type { Interpretation } from '../question/interpret.ts';
import type { Candidate } from './candidates.ts';

/** A span to embolden, offsets into the evidence's plain text; `answer` when the reader marked it, else a word of the question. */
export interface Highlight {
  readonly start: number;
  readonly end: number;
  readonly kind: 'answer' | 'word';
}

/** The words that the reader marked, and the question's words and their variants outside of them, in order. */
export function highlights(
  { span, sentence, features }: Candidate,
  plain: string,
  { query }: Interpretation,
): Highlight[] {
  const offset = plain.length - sentence.plain.length;
  // A span that the reader itself holds for no answer is not worth pointing at.
  const answer =
    span && features.reader > 0
      ? { start: span.start + offset, end: span.end + offset, kind: 'answer' as const }
      : null;
  const found: Highlight[] = answer ? [answer] : [];
  for (const match of plain.matchAll(/[\p{L}\p{N}][\p{L}\p{M}\p{N}’']*/gu)) {
    const [start, end] = [match.index, match.index + match[0].length];
    if (answer && start < answer.end && end > answer.start) continue;
    const own = words(match[0]).flatMap((word) => terms(word));
    if (own.length > 0 && own.every((term) => query.has(term))) found.push({ start, end, kind: 'word' });
  }
  return found.sort((a, b) => a.start - b.start);
}
