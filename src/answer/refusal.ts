import type { OpenIndex } from '../index/open.ts';
import { term, words } from '../index/terms.ts';
import type { Interpretation, QuestionName } from '../question/interpret.ts';

/** Why the sources hold no answer. */
export type RefusalReason =
  | { readonly kind: 'empty' }
  | { readonly kind: 'name'; readonly names: readonly string[] }
  | { readonly kind: 'topic' }
  | { readonly kind: 'not-stated'; readonly names: readonly string[]; readonly held: readonly HeldName[] };

/** What the sources do hold about a name. */
export interface HeldName {
  readonly name: string;
  /** How many sources have a passage with the name or another name of it. */
  readonly sources: number;
  /** The newest of them; null dates count as oldest. */
  readonly latest: { readonly title: string; readonly published: string | null; readonly sourceId: string };
}

/** A question with fewer of its terms in the corpus than this is on another topic. */
const TOPIC_SHARE = 0.5;
/** With fewer terms, one that the sources lack is likelier a name than a sign of another topic. */
const MANY_TERMS = 3;
/** A word within a sentence that begins with a capital. */
const HOLDS_CAPITAL = /\S\s+[“"(]?\p{Lu}/u;

/** Returns why: nothing to search by, a name or word the sources do not have, no sentence that states it, or another topic. */
export function refusalReason({ terms, names, question }: Interpretation, index: OpenIndex): RefusalReason {
  if (terms.length === 0) return { kind: 'empty' };
  const isKnown = (term: string) => index.keywords.documentFrequency(term) > 0;
  const known = terms.filter(isKnown).length;
  // No word of it is in the sources, and none is written as a name: gibberish, another language, or another subject.
  if (known === 0 && terms.length >= MANY_TERMS && !HOLDS_CAPITAL.test(question)) return { kind: 'topic' };
  const missing = names.filter(({ forms }) => !forms.some((form) => form.every(isKnown)));
  if (missing.length > 0) return { kind: 'name', names: missing.map(({ text }) => text) };
  if (names.length > 0)
    return {
      kind: 'not-stated',
      names: names.map(({ text }) => text),
      held: names.flatMap((name) => holds(name, index)),
    };
  if (known < terms.length * TOPIC_SHARE) return { kind: 'topic' };
  const unknown = words(question).filter((word) => {
    const own = term(word);
    return own !== null && !isKnown(own);
  });
  return unknown.length > 0 ? { kind: 'name', names: [...new Set(unknown)] } : { kind: 'topic' };
}

function holds({ text, forms }: QuestionName, { keywords, passages }: OpenIndex): HeldName[] {
  const sources = new Map(
    forms
      .flatMap((form) => keywords.holdingAll(form))
      .map((position) => [passages[position]!.sourceId, passages[position]!.source] as const),
  );
  const latest = [...sources.values()].reduce<OpenIndex['sources'][number] | null>(
    (newest, source) => (newest === null || (source.published ?? '') > (newest.published ?? '') ? source : newest),
    null,
  );
  if (latest === null) return [];
  const { title, published, id } = latest;
  return [{ name: text, sources: sources.size, latest: { title, published, sourceId: id } }];
}
