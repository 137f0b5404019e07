import type { Source } from '../corpus/source.ts';
import type { IndexedPassage, OpenIndex } from '../index/open.ts';
import { term, terms, words } from '../index/terms.ts';
import type { Interpretation, QuestionName } from '../question/interpret.ts';
import { contextText, nameIn } from './candidates.ts';

/** Why the sources hold no answer. */
export type RefusalReason =
  | { readonly kind: 'empty' }
  | { readonly kind: 'name'; readonly names: readonly string[] }
  | { readonly kind: 'topic' }
  | {
      readonly kind: 'not-stated';
      readonly names: readonly string[];
      /** What the sources hold about those names of which they hold more than the words. */
      readonly held: readonly HeldName[];
      /** Words of the question that neither the sources nor the language have. */
      readonly missing: readonly string[];
    };

/** What the sources do hold about a name. */
export interface HeldName {
  readonly name: string;
  /** How many sources have a passage with the name or another name of it. */
  readonly sources: number;
  /** Whether there may be more: not every passage with the words of a common name is looked at. */
  readonly isAtLeast: boolean;
  /** The newest of them; null dates count as oldest. */
  readonly latest: Pick<Source, 'title' | 'published' | 'dateKind' | 'id'>;
}

/** A question with fewer of its terms in the corpus than this is on another topic. */
const TOPIC_SHARE = 0.5;
/** With fewer terms, one that the sources lack is likelier a name than a sign of another topic. */
const MANY_TERMS = 3;
/** A name of several words is looked for in as many passages at most, some 0.1 ms each. */
const MANY_PASSAGES = 2000;
/** A word within a sentence that begins with a capital. */
const HOLDS_CAPITAL = /\S\s+[“"(]?\p{Lu}/u;

/**
 * Returns why: nothing to search by, a name or word the sources do not have, no sentence that states it, or another topic.
 * @param allows which passages the asker may know of.
 */
export function refusalReason(
  { terms: asked, names, question, unknownWords }: Interpretation,
  index: OpenIndex,
  allows: (passage: IndexedPassage) => boolean = () => true,
): RefusalReason {
  if (asked.length === 0) return { kind: 'empty' };
  const isKnown = (term: string) => index.keywords.has(term);
  const known = asked.filter(isKnown).length;
  // No word of it is in the sources, and none is written as a name: gibberish, another language, or another subject.
  if (known === 0 && asked.length >= MANY_TERMS && !HOLDS_CAPITAL.test(question)) return { kind: 'topic' };
  const absent = absentNames({ names }, index);
  const asWritten = ({ text }: { readonly text: string }) => nameIn(text).exec(question)?.[0] ?? text;
  if (absent.length > 0) return { kind: 'name', names: absent.map(asWritten) };
  if (names.length > 0)
    return {
      kind: 'not-stated',
      names: names.map(asWritten),
      held: names.flatMap((name) => holds({ ...name, text: asWritten(name) }, index, allows)),
      missing: unknownWords,
    };
  if (unknownWords.length > 0) return { kind: 'name', names: unknownWords };
  if (known < asked.length * TOPIC_SHARE) return { kind: 'topic' };
  const unknown = words(question).filter((word) => {
    const own = term(word);
    return own !== null && !isKnown(own);
  });
  return unknown.length > 0 ? { kind: 'name', names: [...new Set(unknown)] } : { kind: 'topic' };
}

/** The names in a question of which the sources do not even have the words: what they say of others answers nothing about these. */
export function absentNames({ names }: Pick<Interpretation, 'names'>, { keywords }: OpenIndex): QuestionName[] {
  return names.filter(({ forms }) => !forms.some((form) => form.every((term) => keywords.has(term))));
}

/** The sources that hold a name, its words next to each other: two people who share a sentence are not a third. */
function holds(
  { text, forms }: QuestionName,
  { keywords, passages }: OpenIndex,
  allows: (passage: IndexedPassage) => boolean,
): HeldName[] {
  const sources = new Map<string, OpenIndex['sources'][number]>();
  let isAtLeast = false;
  for (const form of forms) {
    const found = keywords.holdingAll(form);
    const looked = form.length === 1 ? found : found.slice(0, MANY_PASSAGES);
    if (looked.length < found.length) isAtLeast = true;
    for (const position of looked) {
      const passage = passages[position]!;
      const isHeld = () =>
        form.length === 1 || ` ${terms(contextText(passage)).join(' ')} `.includes(` ${form.join(' ')} `);
      if (!sources.has(passage.sourceId) && allows(passage) && isHeld()) sources.set(passage.sourceId, passage.source);
    }
  }
  const newest = [...sources.values()].reduce<OpenIndex['sources'][number] | null>(
    (latest, source) => (latest === null || (source.published ?? '') > (latest.published ?? '') ? source : latest),
    null,
  );
  if (newest === null) return [];
  const { title, published, dateKind, id } = newest;
  return [{ name: text, sources: sources.size, isAtLeast, latest: { title, published, dateKind, id } }];
}
