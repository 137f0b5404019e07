import { stemmer } from 'stemmer';
import { STOP_WORDS } from './stop-words.ts';

/**
 * Returns the words of a text as they are matched: lower case, without accents and possessive endings; typographic and
 * plain quotes and hyphens are alike, and "U.S." is "us".
 */
export function words(text: string): string[] {
  return normalise(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

function normalise(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/\b(\p{L})\.(?=\p{L}\.|\p{L}\b)/gu, '$1')
    .replace(/(\p{L})[’'ʼ`]s\b/gu, '$1')
    .replace(/(\p{L})[’'ʼ`](?=\p{L})/gu, '$1')
    .toLowerCase();
}

/** The index term of a word: Porter's stem; null for a word too common to search by. */
export function term(word: string): string | null {
  return STOP_WORDS.has(word) ? null : stemmer(word);
}

/** The index terms of a text, in order, stop words left out. */
export function terms(text: string): string[] {
  return words(text)
    .map(term)
    .filter((each): each is string => each !== null);
}
