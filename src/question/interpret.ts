import type { Keywords } from '../index/keywords.ts';
import { NAME_SHARE, type Names } from '../index/names.ts';
import { term, terms, words } from '../index/terms.ts';
import { type Asked, askedFor } from './asked.ts';
import { type DateRange, dateRange } from './dates.ts';

/** A name in the question: its terms, and those of the other names the corpus gives it. */
export interface QuestionName {
  readonly text: string;
  /** The other names, as the corpus writes them; `forms` has them from its second on. */
  readonly aliases: readonly string[];
  /** Ways to say it, each a list of terms; the first is the question's own. */
  readonly forms: readonly (readonly string[])[];
  /** Sum of the weights of its own terms: how rare it is. */
  readonly weight: number;
}

/** A question as it is understood. */
export interface Interpretation {
  /** As asked, with misspelled names put right. */
  readonly question: string;
  /** Names that were put right: what was typed, and what is searched for. */
  readonly corrections: readonly { readonly from: string; readonly to: string }[];
  readonly asked: Asked;
  readonly dates: DateRange | null;
  /** Terms with their weights for the keyword search: 1 for the question's own, less for aliases. */
  readonly query: ReadonlyMap<string, number>;
  /** The question's own terms, stop words left out. */
  readonly terms: readonly string[];
  readonly names: readonly QuestionName[];
  /** Words of neither the sources nor the language, in lower case: likely names that the sources lack. */
  readonly unknownWords: readonly string[];
  /** Other names of the question's names, for the searches by meaning. */
  readonly aliases: readonly string[];
}

/** Weight of an alias' terms in the keyword search, next to 1 for the question's own. Measured: docs/quality.md. */
const ALIAS_WEIGHT = 0.5;
/** Longest question that is looked at, in words; the rest adds nothing to search by. */
const MAX_WORDS = 200;

/**
 * Reads a question with what the corpus knows of names and words.
 * @param isOrdinary whether a word is one of the language, so that it is no misspelled name though the corpus lacks it.
 */
export function interpret(
  asked: string,
  names: Names,
  keywords: Keywords,
  isOrdinary: (word: string) => boolean = () => false,
): Interpretation {
  const { question, corrections } = correct(asked, names, isOrdinary);
  const list = words(question).slice(0, MAX_WORDS);
  const own = [...new Set(terms(list.join(' ')))];
  const query = new Map(own.map((each) => [each, 1]));
  const known = names
    .aliasesOf(list)
    .map((found) => ({ ...found, aliases: found.aliases.filter(({ name }) => !names.isAmbiguous(name)) }));
  const written = capitalised(question);
  const aliases = known.flatMap((found) => found.aliases.map(({ name }) => name));
  for (const alias of aliases) for (const each of terms(alias)) if (!query.has(each)) query.set(each, ALIAS_WEIGHT);
  return {
    question,
    corrections,
    asked: askedFor(question),
    dates: dateRange(question),
    query,
    terms: own,
    names: namesIn(list, known, keywords, (word) => isNameWord(word, names, written)),
    unknownWords: [...new Set(list)].filter((word) => isUnknownWord(word, names, isOrdinary)),
    aliases,
  };
}

function correct(
  asked: string,
  names: Names,
  isOrdinary: (word: string) => boolean,
): Pick<Interpretation, 'question' | 'corrections'> {
  const corrections: { from: string; to: string }[] = [];
  let budget = 12;
  const question = asked.replace(/[\p{L}\p{M}][\p{L}\p{M}\p{N}’']*/gu, (token) => {
    const word = words(token)[0];
    if (word === undefined || term(word) === null || names.has(word) || budget-- <= 0) return token;
    if (isOrdinary(word)) return token;
    if (isBarePossessive(token, names)) return `${token.slice(0, -1)}'s`;
    const nearest = names.nearest(word);
    if (nearest === null) return token;
    corrections.push({ from: token, to: nearest });
    return nearest;
  });
  return { question, corrections };
}

/** Names: those with aliases, and runs of words that the corpus writes with a capital. */
function namesIn(
  list: readonly string[],
  known: ReturnType<Names['aliasesOf']>,
  keywords: Keywords,
  isName: (word: string) => boolean,
): QuestionName[] {
  const found: QuestionName[] = [];
  const add = (start: number, end: number, aliases: readonly { name: string }[]) => {
    const own = terms(list.slice(start, end).join(' '));
    if (own.length === 0) return;
    const others = aliases.map(({ name }) => name).filter((name) => terms(name).length > 0);
    found.push({
      text: list.slice(start, end).join(' '),
      aliases: others,
      forms: [own, ...others.map(terms)],
      weight: own.reduce((sum, each) => sum + keywords.weight(each), 0),
    });
  };
  for (let i = 0; i < list.length; ) {
    const alias = known.find(({ start }) => start === i);
    if (alias) {
      add(alias.start, alias.end, alias.aliases);
      i = alias.end;
      continue;
    }
    let end = i;
    while (end < list.length && isName(list[end]!) && !known.some(({ start }) => start === end)) end++;
    if (end > i) add(i, end, []);
    i = Math.max(end, i + 1);
  }
  return found;
}

/** Words that the asker wrote with a capital, the first and those of a question in capitals left out. */
function capitalised(question: string): ReadonlySet<string> {
  if (question === question.toUpperCase()) return new Set();
  return new Set(
    [...question.matchAll(/(?<=\S\s+[“"(]?)\p{Lu}[\p{L}\p{M}\p{N}’'.-]*/gu)].flatMap(([token]) => words(token)),
  );
}

/** A possessive whose apostrophe was not typed ("petrovs bank"): in lower case, of a name long enough to be told from another. */
function isBarePossessive(token: string, names: Names): boolean {
  return /^\p{Ll}{5,}s$/u.test(token) && !token.endsWith('ss') && names.mayBeName(token.slice(0, -1));
}

/** A word the corpus writes with a capital; or one that the asker wrote so and the corpus does not write otherwise. */
function isNameWord(word: string, names: Names, written: ReadonlySet<string>): boolean {
  if (term(word) === null) return false;
  if (written.has(word)) return !names.has(word) || names.mayBeName(word);
  return names.has(word) && names.nameShare(word) >= NAME_SHARE;
}

function isUnknownWord(word: string, names: Names, isOrdinary: (word: string) => boolean): boolean {
  return /^\p{L}{3,}$/u.test(word) && term(word) !== null && !names.has(word) && !isOrdinary(word);
}
