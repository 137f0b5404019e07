import { terms } from '../index/terms.ts';
import { yearsIn } from '../question/dates.ts';
import type { Candidate, CandidateFeature } from './candidates.ts';
import { type LinearModel, linearScore } from './linear.ts';

/** A candidate with its ranking score: any number, comparable within one question only. */
export interface RankedCandidate extends Candidate {
  readonly score: number;
}

/** Sentences that are quoted together: whole and adjacent, `first` up to and including `last` of the source's sentences. */
export interface Quoted {
  readonly candidate: RankedCandidate;
  readonly first: number;
  readonly last: number;
  /** Candidates of other sources that say the same in nearly the same words (republished text). */
  readonly repeated: readonly RankedCandidate[];
}

/** How many quotations an answer has at most. */
const MAX_QUOTATIONS = 3;
/** A further quotation's score may be this far below the first one's. Measured on the tune half: docs/quality.md. */
const NEAR_BEST = 1.5;
/** The same for a newer source that changes what the first one says. */
const NEAR_CHANGE = 3;
/** Two sentences that share this much of the shorter one's terms state the same. */
const SAME_FACT = 0.6;
/** The same, for two that differ in their figures: formulas ("designated pursuant to …") share much and tell of many. */
const SAME_TELLING = 0.8;

/** Orders candidates by the ranking model, best first. */
export function rankCandidates(found: readonly Candidate[], model: LinearModel<CandidateFeature>): RankedCandidate[] {
  return found
    .map((candidate) => ({ ...candidate, score: linearScore(model, candidate.features) }))
    .sort((a, b) => b.score - a.score);
}

/**
 * Takes the best sentence and up to two more that come near it and state something else, best first. A newer source that
 * changes what the best one says (a removal, a correction) is quoted first, whatever its score; of two sources that tell the
 * same of a named party with other figures both are quoted, the newer first.
 */
export function selectEvidence(
  ranked: readonly RankedCandidate[],
  { latest = false, aboutListing = false, isNamed = false } = {},
): Quoted[] {
  const best = ranked[0];
  if (!best) return [];
  const near = ranked.filter(({ score }) => score >= best.score - NEAR_BEST);
  const ordered = latest ? [...near].sort((a, b) => dated(b).localeCompare(dated(a))) : near;
  // The listing and what became of it belong together, whichever of the two answers better.
  const change = aboutListing ? ranked.find((candidate) => changes(candidate, best)) : undefined;
  const changed = aboutListing && !change ? ranked.find((candidate) => changes(best, candidate)) : undefined;
  const other = change || changed || !isNamed ? undefined : ranked.find((candidate) => disagrees(candidate, best));
  const versions = other ? [best, other].sort((a, b) => dated(b).localeCompare(dated(a))) : [];
  const selected: Quoted[] = [];
  const queue = change ? [change, ...ordered] : changed ? [best, changed, ...ordered] : [...versions, ...ordered];
  for (const candidate of queue) {
    if (selected.length === MAX_QUOTATIONS) break;
    const isVersion = versions.includes(candidate);
    if (selected.some((one) => one.candidate === candidate || (!isVersion && repeats(one, candidate)))) continue;
    selected.push({ ...withSubject(candidate), repeated: republished(candidate, ranked) });
  }
  return selected;
}

const MAGNITUDES: Readonly<Record<string, number>> = { thousand: 1e3, million: 1e6, billion: 1e9, trillion: 1e12 };
const FIGURE = /(\d[\d,]*(?:\.\d+)?)(?:\s*(thousand|million|billion|trillion))?/gi;

/** Numbers, amounts and years of a text, as numbers: "$4.5 million" and "$4,500,000" are one. */
function figures(text: string): Set<number> {
  return new Set(
    Array.from(text.matchAll(FIGURE), ([, digits, magnitude]) =>
      Math.round(Number(digits!.replaceAll(',', '')) * (MAGNITUDES[magnitude?.toLowerCase() ?? ''] ?? 1) * 1e6),
    ),
  );
}

function lacksSome(of: ReadonlySet<unknown>, from: ReadonlySet<unknown>): boolean {
  return [...of].some((each) => !from.has(each));
}

/**
 * Whether sentences of two sources tell the same of the question's names with other figures: each has one that the other
 * has not. Sentences that name other years tell of other events.
 */
function disagrees(one: RankedCandidate, other: RankedCandidate): boolean {
  if (one.passage.sourceId === other.passage.sourceId) return false;
  if (Math.min(one.features.name, other.features.name) < 0.99 || Math.abs(one.score - other.score) > NEAR_CHANGE)
    return false;
  const [a, b] = [figures(one.sentence.plain), figures(other.sentence.plain)];
  if (lacksSome(yearsIn(one.sentence.plain), yearsIn(other.sentence.plain))) return false;
  return (
    lacksSome(a, b) &&
    lacksSome(b, a) &&
    isSameFact(withoutFigures(one.sentence.plain), withoutFigures(other.sentence.plain), SAME_TELLING)
  );
}

function withoutFigures(text: string): string {
  return text.replace(FIGURE, '');
}

function dated({ passage }: Candidate): string {
  return passage.source.published ?? '';
}

const CHANGE =
  /\b(?:delist\w*|remov(?:ed|al|es|ing)|revok\w+|rescind\w*|lifted|unblock\w*|terminat\w+|correct(?:s|ed|ion)|amend\w*|supersed\w+|no longer (?:listed|designated|sanctioned|blocked|subject))\b/i;

/** Whether a newer source's sentence states a change of what an older one says, both about the very names of the question. */
function changes(newer: RankedCandidate, older: RankedCandidate): boolean {
  return (
    dated(newer) > dated(older) &&
    dated(older) !== '' &&
    Math.min(newer.features.name, older.features.name) >= 0.99 &&
    Math.abs(newer.score - older.score) <= NEAR_CHANGE &&
    newer.passage.sourceId !== older.passage.sourceId &&
    CHANGE.test(newer.sentence.plain) &&
    !CHANGE.test(older.sentence.plain)
  );
}

/** Share of terms two sentences must have in common to be one text that was republished. */
const REPUBLISHED = 0.9;

function republished(candidate: RankedCandidate, ranked: readonly RankedCandidate[]): RankedCandidate[] {
  const own = new Set(terms(candidate.sentence.plain));
  const told = figures(candidate.sentence.plain);
  const sources = new Set([candidate.passage.sourceId]);
  return ranked.filter(({ passage, sentence }) => {
    if (sources.has(passage.sourceId)) return false;
    const other = new Set(terms(sentence.plain));
    const numbers = figures(sentence.plain);
    const isSame =
      countShared(own, other) >= REPUBLISHED * Math.max(own.size, other.size) &&
      !lacksSome(numbers, told) &&
      !lacksSome(told, numbers);
    if (isSame) sources.add(passage.sourceId);
    return isSame;
  });
}

function repeats({ candidate: before, first, last }: Omit<Quoted, 'repeated'>, candidate: Candidate): boolean {
  if (before.passage.sourceId === candidate.passage.sourceId && candidate.index >= first && candidate.index <= last)
    return true;
  return isSameFact(before.sentence.plain, candidate.sentence.plain);
}

function countShared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  return [...a].filter((term) => b.has(term)).length;
}

function isSameFact(one: string, other: string, share = SAME_FACT): boolean {
  const [a, b] = [new Set(terms(one)), new Set(terms(other))];
  return countShared(a, b) > share * Math.min(a.size, b.size);
}

const PRONOUN =
  /^(?:[“"'*]*)(?:he|she|it|they|his|her|its|their|this|these|those|the (?:company|firm|bank|group|individual|entity|vessel|ship|network|organi[sz]ation|ministry|agency|pair|two|man|woman|settlement))\b/i;

/** Adds the sentence before, of the same paragraph, when the sentence's subject is a pronoun or "the company". */
function withSubject(candidate: RankedCandidate): Omit<Quoted, 'repeated'> {
  const { index, sentence, passage } = candidate;
  const before = passage.source.sentences[index - 1];
  const needs = PRONOUN.test(sentence.plain) && before?.block === sentence.block && before.kind === sentence.kind;
  return { candidate, first: needs ? index - 1 : index, last: index };
}
