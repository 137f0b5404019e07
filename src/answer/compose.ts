import { type OpenIndex, passageReference, versionOf } from '../index/open.ts';
import type { Reader } from '../model/reader.ts';
import type { Embedder } from '../model/transformers.ts';
import { type Interpretation, interpret } from '../question/interpret.ts';
import { isOrdinaryWord } from '../question/ordinary-words.ts';
import { allowedBy, type Filter, type Hit, type RankedPassages, retrieve } from '../retrieval/retriever.ts';
import type { Answer, AnswerPassage, Citation, Evidence, Explanation } from './answer.ts';
import { candidates } from './candidates.ts';
import { citationOf } from './citation.ts';
import { type ConfidenceFeature, confidenceFeatures } from './confidence.ts';
import { type Quoted, type RankedCandidate, rankCandidates, selectEvidence } from './evidence.ts';
import { highlights } from './highlight.ts';
import { linearScore, sigmoid } from './linear.ts';
import { ANSWERING_MODELS, type AnsweringModel } from './model.ts';
import { absentNames, refusalReason } from './refusal.ts';

/** Hits that are retrieved; the best of them are read. */
const HITS = 20;
const SHOWN_PASSAGES = 5;
/** Sentences that an explanation shows beside those quoted. */
const EXPLAINED = 5;

export interface Engines {
  readonly embedder: Pick<Embedder, 'embedQuestion' | 'embedPassage' | 'vocabulary'>;
  /** Null when READER_MODEL is off. */
  readonly reader: Reader | null;
}

/** Everything that is known before an answer is worded: for the answer, for fitting, and for explaining. */
export interface Considered {
  readonly interpretation: Interpretation;
  readonly vector: Float32Array | null;
  readonly hits: readonly Hit[];
  readonly rankedPassages: RankedPassages;
  readonly ranked: readonly RankedCandidate[];
  readonly features: Readonly<Record<ConfidenceFeature, number>> | null;
  readonly times: { readonly started: number; readonly embedded: number; readonly searched: number };
}

/**
 * Reads a question and retrieves its passages.
 * @param depth how many passages each search contributes to `rankedPassages`.
 */
export async function search(
  index: OpenIndex,
  embedder: Engines['embedder'],
  question: string,
  filter: Filter = {},
  depth?: number,
): Promise<Pick<Considered, 'interpretation' | 'vector' | 'hits' | 'rankedPassages' | 'times'>> {
  const started = performance.now();
  const interpretation = interpret(question, index.names, index.keywords, (word) =>
    isOrdinaryWord(word, embedder.vocabulary),
  );
  const isEmpty = interpretation.terms.length === 0;
  const vector = isEmpty ? null : await embedder.embedQuestion(meaning(interpretation));
  const embedded = performance.now();
  const { hits, rankedPassages } = vector
    ? await retrieve(index, interpretation.query, vector, HITS, { ...filter, ...dateFilter(interpretation) }, depth)
    : { hits: [], rankedPassages: { keywords: [], vectors: [], fusion: [] } };
  const searched = performance.now();
  return { interpretation, vector, hits, rankedPassages, times: { started, embedded, searched } };
}

/** Retrieves, reads and ranks, without deciding. */
export async function consider(
  index: OpenIndex,
  engines: Engines,
  question: string,
  filter: Filter = {},
  model = modelFor(engines),
): Promise<Considered> {
  const searched = await search(index, engines.embedder, question, filter);
  const { interpretation, vector, hits } = searched;
  const found = vector ? await candidates(interpretation, vector, hits, index, engines) : [];
  const ranked = rankCandidates(found, model.ranking);
  const best = ranked[0];
  const features = best ? confidenceFeatures(interpretation, hits, best, ranked, index.keywords) : null;
  return { ...searched, ranked, features };
}

/** Answers a question from an index: retrieval, evidence, citations; or a refusal with the nearest passages. */
export async function answer(
  index: OpenIndex,
  engines: Engines,
  question: string,
  filter: Filter = {},
): Promise<Answer> {
  const model = modelFor(engines);
  const considered = await consider(index, engines, question, filter, model);
  const { interpretation, hits, ranked, features, times } = considered;
  const isNamedAtAll = absentNames(interpretation, index).length === 0;
  const confidence = features && isNamedAtAll ? sigmoid(linearScore(model.confidence, features)) : 0;
  const found = confidence >= model.threshold;
  const selected = found
    ? selectEvidence(ranked, {
        latest: interpretation.dates?.latest ?? false,
        aboutListing: isAboutListing(interpretation),
        isNamed: interpretation.names.length > 0,
      })
    : [];
  const { evidence, citations } = cite(selected, interpretation);
  const quotedAs = new Map(selected.map(({ candidate }, i) => [candidate, evidence[i]!.citation]));
  const ended = performance.now();
  return {
    question,
    status: found ? 'answered' : 'not_found',
    confidence,
    evidence,
    citations,
    passages: hits.slice(0, SHOWN_PASSAGES).map(shown),
    ...(found
      ? {}
      : {
          reason: refusalReason(interpretation, index, allowedBy(filter)),
          nearest: (await nearest(index, considered)).slice(0, 2).map(shown),
        }),
    ...(interpretation.corrections.length > 0 ? { corrections: interpretation.corrections } : {}),
    explanation: explain(considered, confidence, model, quotedAs),
    timings: {
      embedMs: times.embedded - times.started,
      searchMs: times.searched - times.embedded,
      answerMs: ended - times.searched,
      totalMs: ended - times.started,
    },
    index: versionOf(index),
  };
}

/** The nearest passages for a refusal; where the question's dates leave none, those of any date. */
async function nearest(index: OpenIndex, { hits, interpretation, vector }: Considered): Promise<readonly Hit[]> {
  return hits.length > 0 || !vector ? hits : (await retrieve(index, interpretation.query, vector, 2)).hits;
}

function modelFor({ reader }: Engines): AnsweringModel {
  return reader ? ANSWERING_MODELS.withReader : ANSWERING_MODELS.withoutReader;
}

/** The question as it is embedded: with the other names of its names, so that a passage with either is near. */
function meaning({ question, aliases }: Interpretation): string {
  return aliases.length === 0 ? question : `${question} (${aliases.slice(0, 2).join('; ')})`;
}

/** The dates of a question hold of the source's date or of what the passage tells: an event is reported later, too. */
function dateFilter({ dates }: Interpretation): Filter {
  return dates && (dates.from !== undefined || dates.to !== undefined) ? { told: dates } : {};
}

/** Whether a question asks of a named party's listing, which a later source may have changed. */
function isAboutListing({ question, names }: Interpretation): boolean {
  return (
    names.length > 0 &&
    /\b(?:listed|listing|sanction\w*|designat\w+|blacklist\w*|blocked|restrain\w*|frozen)\b/i.test(question)
  );
}

/** Numbers the quotations' citations in the order they are quoted; two from one paragraph share a number. */
function cite(
  selected: readonly Quoted[],
  interpretation: Interpretation,
): { evidence: Evidence[]; citations: Citation[] } {
  const evidence: Evidence[] = [];
  const citations: Citation[] = [];
  for (const { candidate, first, last, repeated } of selected) {
    const { passage } = candidate;
    const { source } = passage;
    const sentences = source.sentences.slice(first, last + 1);
    const paragraphs = [sentences[0]!.paragraph, sentences.at(-1)!.paragraph] as const;
    let citation = citations.find(
      (one) => one.sourceId === source.id && one.paragraphs[0] === paragraphs[0] && one.paragraphs[1] === paragraphs[1],
    );
    if (!citation) {
      const others = repeated.map(({ passage: other }) => other.source);
      citation = citationOf(source, passage, citations.length + 1, paragraphs, others);
      citations.push(citation);
    }
    const [start, end] = [sentences[0]!.start, sentences.at(-1)!.end];
    const quote = source.text.slice(start, end);
    const plain = sentences.map((one) => one.plain).join(' ');
    evidence.push({
      quote,
      plain,
      citation: citation.n,
      start,
      end,
      sentences: sentences.map((one) => one.plain),
      highlights: highlights(candidate, plain, interpretation),
    });
  }
  return { evidence, citations };
}

function shown({ passage, score }: Hit): AnswerPassage {
  return {
    id: passage.id,
    reference: passageReference(passage.id, passage.plain),
    sourceId: passage.sourceId,
    score,
    text: passage.source.text.slice(passage.start, passage.end),
    plain: passage.plain,
  };
}

function explain(
  { interpretation, ranked, features }: Considered,
  confidence: number,
  { confidence: { bias, weights }, threshold }: AnsweringModel,
  quotedAs: ReadonlyMap<RankedCandidate, number>,
): Explanation {
  return {
    asked: interpretation.asked,
    names: interpretation.names.map(({ text }) => text),
    aliases: interpretation.aliases,
    dates: interpretation.dates,
    confidence: {
      value: confidence,
      threshold,
      features: features ?? {},
      contributions: Object.fromEntries(
        Object.entries(features ?? {}).map(([name, value]) => [
          name,
          value * (weights[name as ConfidenceFeature] ?? 0),
        ]),
      ),
      bias,
    },
    candidates: ranked
      .filter((candidate, i) => i < EXPLAINED || quotedAs.has(candidate))
      .map((candidate) => ({
        text: candidate.sentence.plain,
        passageId: candidate.passage.id,
        quotedAs: quotedAs.get(candidate) ?? null,
        keywordRank: candidate.hit.keywordRank,
        vectorRank: candidate.hit.vectorRank,
        fusedRank: candidate.hit.rank,
        fusedScore: candidate.hit.score,
        score: candidate.score,
        features: candidate.features,
      })),
  };
}
