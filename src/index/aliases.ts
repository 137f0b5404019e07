import type { Sentence } from '../corpus/source.ts';

/** Two names of one party, as the corpus itself gives them. */
export interface AliasPair {
  readonly name: string;
  readonly alias: string;
}

const PARENTHESIS = /\(([^()]{2,160})\)/g;
/** "a.k.a.", "also known as", "f.k.a.", "formerly known as", "d.b.a.": what follows is another name. */
const KNOWN_AS =
  /^(?:“|")?(?:a\.?k\.?a\.?|f\.?k\.?a\.?|n\.?k\.?a\.?|d\.?b\.?a\.?|also known as|formerly known as|formerly|now known as|better known as)[:,]?\s+/i;
const KNOWN_AS_INLINE = /,?\s(?:(?:who is |which is )?(?:also|better|formerly|now) known as|a\.k\.a\.|f\.k\.a\.)\s+/gi;
/** A run of capitalised words with the small words that stand within names. */
const NAME_WORD = String.raw`[\p{Lu}\p{N}][\p{L}\p{M}\p{N}’'&.\-]*`;
const NAME_AT_END = new RegExp(
  String.raw`(?:${NAME_WORD})(?:[\s,]+(?:(?:of|and|the|for|de|del|la|al|el|bin|ibn|von|van|&)\s+)*${NAME_WORD}){0,9}$`,
  'u',
);
const NAME_AT_START = new RegExp(
  String.raw`^(?:${NAME_WORD})(?:\s+(?:(?:of|and|the|for|de|del|la|al|el|bin|ibn|von|van|&)\s+)*${NAME_WORD}){0,9}`,
  'u',
);

/** Names within a text: runs of capitalised words, joined by the small words that stand within names. */
export const NAME_RUN =
  /(?<![\p{L}\p{N}])\p{Lu}[\p{L}\p{M}\p{N}’'&.-]*(?:\s+(?:(?:of|and the|of the|for|de|del|la|al|el|bin|ibn|von|van|&)\s+)?\p{Lu}[\p{L}\p{M}\p{N}’'&.-]*){0,9}/gu;

/** Returns the pairs of names that a sentence states: "Long Form (SHORT)" and "Name (a.k.a. Other Name)". */
export function aliasesIn({ plain }: Pick<Sentence, 'plain'>): AliasPair[] {
  const pairs: AliasPair[] = [];
  for (const match of plain.matchAll(PARENTHESIS)) {
    const before = plain.slice(0, match.index).trimEnd();
    const inside = match[1]!.trim();
    const knownAs = inside
      .split(/[;,]\s*(?=(?:a\.?k\.?a|f\.?k\.?a|n\.?k\.?a|also known)\b)/i)
      .filter((part) => KNOWN_AS.test(part));
    if (knownAs.length > 0) {
      const name = nameBefore(before);
      for (const part of knownAs) {
        const alias = unquote(part.replace(KNOWN_AS, ''));
        if (name && alias.length > 1) pairs.push({ name, alias });
      }
      continue;
    }
    const short = unquote(inside.split(/[,;]| or /)[0]!);
    const long = isShortForm(short) ? longForm(short, before) : null;
    if (long) pairs.push({ name: long, alias: short });
  }
  for (const match of plain.matchAll(KNOWN_AS_INLINE)) {
    const name = nameBefore(plain.slice(0, match.index));
    const alias = NAME_AT_START.exec(plain.slice(match.index + match[0].length).replace(/^[“"‘']/, ''))?.[0];
    if (name && alias) pairs.push({ name, alias });
  }
  return pairs;
}

function nameBefore(text: string): string | null {
  return NAME_AT_END.exec(text.replace(/[,”"]+$/, ''))?.[0] ?? null;
}

function unquote(text: string): string {
  return text.replace(/^(?:the\s+)?[“"‘']?|[”"’',.]+$/g, '').trim();
}

/** Schwartz and Hearst 2003, section 3: two to ten characters, at most two words, a letter in it, alphanumeric at first. */
function isShortForm(text: string): boolean {
  return (
    text.length >= 2 &&
    text.length <= 10 &&
    text.split(/\s+/).length <= 2 &&
    /\p{Lu}/u.test(text) &&
    /^[\p{L}\p{N}]/u.test(text)
  );
}

/**
 * The shortest long form before a short one, each character of the short form found from the right, its first at the
 * beginning of a word (Schwartz and Hearst, "A Simple Algorithm for Identifying Abbreviation Definitions in Biomedical
 * Text", 2003, figure 1). Null when there is none.
 */
export function longForm(short: string, before: string): string | null {
  const most = Math.min(short.length + 5, short.length * 2);
  const candidate = before.split(/\s+/).slice(-most).join(' ');
  let l = candidate.length - 1;
  for (let s = short.length - 1; s >= 0; s--) {
    const wanted = short[s]!.toLowerCase();
    if (!/[\p{L}\p{N}]/u.test(wanted)) continue;
    while (
      l >= 0 &&
      (candidate[l]!.toLowerCase() !== wanted || (s === 0 && l > 0 && /[\p{L}\p{N}]/u.test(candidate[l - 1]!)))
    )
      l--;
    if (l < 0) return null;
    l--;
  }
  const long = withFirstWord(short, candidate, candidate.lastIndexOf(' ', l) + 1).replace(/^[(“"‘'*]+/, '');
  const isName = long.length > short.length && /^\p{L}/u.test(long) && !long.includes(`(${short})`);
  return isName ? long : null;
}

/** A name does not begin with "of": where the letters were found so, the capitalised word before it belongs to the name. */
function withFirstWord(short: string, candidate: string, start: number): string {
  const long = candidate.slice(start);
  if (!/^(?:of|for|the|and|de|on)\s/.test(long)) return long;
  const before = /(\S+)\s+$/.exec(candidate.slice(0, start))?.[1];
  return before?.toLowerCase().startsWith(short[0]!.toLowerCase()) ? `${before} ${long}` : long;
}
