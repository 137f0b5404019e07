import { term } from '../index/terms.ts';

const known = new WeakMap<readonly string[], ReadonlySet<string>>();

/**
 * Returns whether a word, or another form of it, is among the common words of a language: no misspelled name then, though
 * the corpus may lack it.
 * @param word in lower case.
 * @param vocabulary tokens of a language model; its whole words are some 20,000 common ones.
 */
export function isOrdinaryWord(word: string, vocabulary: readonly string[]): boolean {
  let stems = known.get(vocabulary);
  if (!stems) {
    const whole = vocabulary.filter((piece) => /^\p{L}{3,}$/u.test(piece));
    stems = new Set(whole.map(term).filter((each) => each !== null));
    known.set(vocabulary, stems);
  }
  return stems.has(term(word) ?? '');
}
