import { readPassage } from '../corpus/chunk.ts';
import type { BlockKind, Sentence } from '../corpus/source.ts';
import type { Keywords } from '../index/keywords.ts';
import type { IndexedPassage, OpenIndex } from '../index/open.ts';
import { terms } from '../index/terms.ts';
import type { AnswerSpan, Reader } from '../model/reader.ts';
import type { Embedder } from '../model/transformers.ts';
import { holdsAsked } from '../question/asked.ts';
import { yearsHeld } from '../question/dates.ts';
import { statedEvents } from '../question/events.ts';
import type { Interpretation, QuestionName } from '../question/interpret.ts';
import type { Hit } from '../retrieval/retriever.ts';

/** What a sentence is ranked by. Shares are 0 to 1 and weighted by how rare the terms are. */
export const CANDIDATE_FEATURES = [
  'reader',
  'coverage',
  'context',
  'name',
  'nameContext',
  'asked',
  'event',
  'year',
  'rank',
  'keyword',
  'vector',
  'similarity',
  'short',
  'support',
  'named',
  'sentence',
  'share',
  'first',
] as const;

export type CandidateFeature = (typeof CANDIDATE_FEATURES)[number];

/** A sentence that may answer, with its features and, when there is a reader, the words that it marked. */
export interface Candidate {
  readonly hit: Hit;
  readonly passage: IndexedPassage;
  readonly sentence: Sentence;
  /** Its place among the source's sentences. */
  readonly index: number;
  /** The span the reader marked, offsets into the sentence's plain text; null without a reader. */
  readonly span: AnswerSpan | null;
  /** The best score of a span within it, as `AnswerSpan` has it; null without a reader. */
  readonly readerScore: number | null;
  readonly features: Readonly<Record<CandidateFeature, number>>;
}

/**
 * Passages that are read at most, in the order of retrieval, and after how many reading ends once the reader is this sure of
 * a sentence (a span's score). Measured: docs/quality.md.
 */
export const READ_PASSAGES = 14;
const SURE_AFTER = 8;
const SURE = 12;
/** Sentences that are embedded of themselves, some 4 ms each. */
const EMBEDDED_SENTENCES = 10;
/** A heading or a fragment of fewer words than this states nothing. */
const MIN_WORDS = 5;
/** The reader's scores lie between about -20 and 30; a tenth brings them to the size of the other features. */
const READER_SCALE = 10;

/** Kinds of text that state nothing by themselves. */
const NEVER_EVIDENCE: ReadonlySet<BlockKind> = new Set(['heading', 'markup', 'dateline']);

/** Gathers the sentences of the best passages with their features. */
export async function candidates(
  interpretation: Interpretation,
  vector: Float32Array,
  hits: readonly Hit[],
  { keywords, boilerplate }: Pick<OpenIndex, 'keywords' | 'boilerplate'>,
  { reader, embedder }: { reader: Reader | null; embedder: Pick<Embedder, 'embedPassage'> },
): Promise<Candidate[]> {
  const found: Candidate[] = [];
  for (const [rank, hit] of hits.slice(0, READ_PASSAGES).entries()) {
    if (rank >= SURE_AFTER && found.some(({ readerScore }) => readerScore !== null && readerScore >= SURE)) break;
    const { passage } = hit;
    const { plain, ranges } = readPassage(passage.source.sentences, passage, passage.source.text);
    const context = contextOf(passage);
    const title = readerTitle(passage.source);
    const told = `${passage.source.title} ${passage.source.published?.slice(0, 4) ?? ''}`;
    const spans = reader
      ? await reader.read(
          questionFor(interpretation, context),
          title + plain,
          ranges.map(([from, to]) => [from + title.length, to + title.length] as const),
        )
      : ranges.map(() => null);
    const shared = {
      context: coverage(interpretation.terms, context, keywords),
      nameContext: nameCoverage(interpretation.names, context),
      rank: 1 / (1 + rank),
      keyword: hit.keywordRank === null ? 0 : 1 / hit.keywordRank,
      vector: hit.vectorRank === null ? 0 : 1 / hit.vectorRank,
      similarity: hit.similarity,
      support: support(hits, passage.sourceId),
      sentence: 0,
      share: 0,
      first: 0,
    };
    passage.source.sentences.slice(...passage.sentences).forEach((sentence, i) => {
      const count = sentence.plain.split(' ').length;
      if (NEVER_EVIDENCE.has(sentence.kind) || count < MIN_WORDS || isFurniture(sentence.plain)) return;
      const held = new Set(terms(sentence.plain));
      const name = nameCoverage(interpretation.names, held);
      // What stands in many sources tells nothing of a party, unless it names what is asked about, or nothing is named.
      if (name < 1 && boilerplate.has(sentence.plain)) return;
      const marked = spans[i] ?? null;
      const read = marked ? Math.max(-2, Math.min(3, marked.score / READER_SCALE)) : 0;
      // Of a sentence cut over passages the reader saw a part, whose offsets are not the sentence's.
      const isWhole = sentence.start >= passage.start && sentence.end <= passage.end;
      const span = isWhole ? marked : null;
      const asked = holdsAsked(interpretation.asked, sentence.plain);
      const offset = title.length + ranges[i]![0];
      found.push({
        hit,
        passage,
        sentence,
        index: passage.sentences[0] + i,
        readerScore: marked?.score ?? null,
        span: span && { start: span.start - offset, end: span.end - offset, score: span.score },
        features: {
          ...shared,
          reader: read,
          named: Math.max(0, read + 0.5) * shared.nameContext,
          coverage: coverage(interpretation.terms, held, keywords),
          name,
          asked: asked === null ? 0.5 : asked ? 1 : 0,
          event: statedEvents(interpretation.question, sentence.plain) ?? 0.5,
          year: yearsHeld(interpretation.question, `${told} ${sentence.plain}`) ?? 0.5,
          short: count < 9 ? 1 : 0,
        },
      });
    });
  }
  return withSentenceSimilarity(withShares(found), vector, embedder);
}

/** What the reader is told before a passage: its source's title, and the names that only its front matter gives. */
export function readerTitle({ title, aliases }: IndexedPassage['source']): string {
  const others = aliases.length > 0 ? ` (${aliases.join(', ')})` : '';
  return `${`${title}${others}`.slice(0, 200)}. `;
}

/** The question in the words of a passage: a name that it lacks is replaced by another name of the party that it holds. */
export function questionFor({ question, names }: Interpretation, context: ReadonlySet<string>): string {
  let asked = question;
  for (const { text, aliases, forms } of names) {
    const holds = (form: readonly string[]) => form.every((term) => context.has(term));
    if (holds(forms[0]!)) continue;
    const alias = aliases[forms.slice(1).findIndex(holds)];
    if (alias !== undefined) asked = asked.replace(nameIn(text), () => alias);
  }
  return asked;
}

/** A name's words, which are in lower case and hold only letters and digits, as a question may write them. */
export function nameIn(text: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])${text.split(' ').join('[^\\p{L}\\p{N}]+')}(?![\\p{L}\\p{N}])`, 'iu');
}

/** The terms that a passage's sentences are read with: its own, its source's title, and the other names of its subject. */
export function contextOf(passage: IndexedPassage): Set<string> {
  return new Set(terms(contextText(passage)));
}

/** The same as text. */
export function contextText({ source, plain }: IndexedPassage): string {
  return [source.title, ...source.aliases, plain].join('\n');
}

/** How many of the hits, the better ones counting more, are of one source: 0 to 1. */
function support(hits: readonly Hit[], sourceId: string): number {
  let [has, total] = [0, 0];
  hits.forEach(({ passage }, rank) => {
    const weight = 1 / (1 + rank);
    total += weight;
    if (passage.sourceId === sourceId) has += weight;
  });
  return total === 0 ? 0 : has / total;
}

/**
 * Adds what share of the reader's belief a sentence has among all that it read, "no answer" (score 0) included: the
 * logarithm, a fifth of it and at least -3, 0 without a reader; and whether the reader holds it for the best.
 */
function withShares(found: readonly Candidate[]): Candidate[] {
  const everything = logSumExp([0, ...readerScores(found)]);
  const most = Math.max(...readerScores(found));
  return found.map((candidate) => {
    const score = candidate.readerScore;
    const share = score === null ? 0 : Math.max(-3, (score - everything) / 5);
    return {
      ...candidate,
      features: { ...candidate.features, share, first: score !== null && score === most ? 1 : 0 },
    };
  });
}

/** The reader's scores of the candidates that it read. */
export function readerScores(found: readonly Candidate[]): number[] {
  return found.flatMap(({ readerScore }) => (readerScore === null ? [] : [readerScore]));
}

/** log(sum of exp(value)) without overflow; -Infinity for none. */
export function logSumExp(values: readonly number[]): number {
  const most = Math.max(...values);
  return Number.isFinite(most) ? most + Math.log(values.reduce((sum, value) => sum + Math.exp(value - most), 0)) : most;
}

/** Adds the cosine similarity of question and sentence, less 0.5, to the most promising candidates; others have 0. */
async function withSentenceSimilarity(
  found: readonly Candidate[],
  vector: Float32Array,
  embedder: Pick<Embedder, 'embedPassage'>,
): Promise<Candidate[]> {
  const promise = ({ features }: Candidate) =>
    features.reader + features.coverage + features.context + features.nameContext;
  const best = [...found].sort((a, b) => promise(b) - promise(a)).slice(0, EMBEDDED_SENTENCES);
  const similarity = new Map<Candidate, number>();
  for (const candidate of best) {
    const other = await embedder.embedPassage(candidate.sentence.plain);
    similarity.set(candidate, other.reduce((sum, component, i) => sum + component * vector[i]!, 0) - 0.5);
  }
  return found.map((candidate) => ({
    ...candidate,
    features: { ...candidate.features, sentence: similarity.get(candidate) ?? 0 },
  }));
}

/** Share of the terms' weight that a text holds; 0 when there are no terms. */
export function coverage(wanted: readonly string[], held: ReadonlySet<string>, keywords: Keywords): number {
  let [has, total] = [0, 0];
  for (const term of wanted) {
    const weight = keywords.weight(term);
    total += weight;
    if (held.has(term)) has += weight;
  }
  return total === 0 ? 0 : has / total;
}

/** How far the names are held, each by the form of it that is held best, weighted by rarity; 1 when there are no names. */
export function nameCoverage(names: readonly QuestionName[], held: ReadonlySet<string>): number {
  let [has, total] = [0, 0];
  for (const { forms, weight } of names) {
    total += weight;
    has += weight * Math.max(...forms.map((form) => form.filter((term) => held.has(term)).length / form.length));
  }
  return total === 0 ? 1 : has / total;
}

/** Contact lines and navigation: an address, a telephone number, "click here", marks that end a release. */
function isFurniture(plain: string): boolean {
  return (
    /^(?:#|-|\*|_|=)*\s*(?:30|end)?\s*(?:#|-|\*|_|=)*$/i.test(plain) ||
    /^(?:for (?:more|further|additional|identifying) information|click here|read (?:more|the)|see (?:also|the full)|view (?:the|more)|(?:media |press )?contacts?:|follow us|subscribe|share this|page \d)/i.test(
      plain,
    ) ||
    /^(?:tel|phone|fax|e-?mail)\b/i.test(plain) ||
    /^\(?(?:archived content|for immediate release)\b/i.test(plain)
  );
}
