import type { DateKind } from '../corpus/source.ts';
import type { IndexVersion } from '../index/open.ts';
import type { DateRange } from '../question/dates.ts';
import type { Highlight } from './highlight.ts';
import type { RefusalReason } from './refusal.ts';

/** Sentences quoted from a source: `source.text.slice(start, end) === quote`, always. */
export interface Evidence {
  readonly quote: string;
  /** The quote with Markdown reduced to plain text, for people to read. */
  readonly plain: string;
  /** Number of its citation. */
  readonly citation: number;
  readonly start: number;
  readonly end: number;
  /** The sentences it consists of, in plain text. */
  readonly sentences: readonly string[];
  /** What to embolden, offsets into `plain`. */
  readonly highlights: readonly Highlight[];
}

/** What a citation, a list or a saved quotation says of a source. */
export interface SourceHeader {
  readonly title: string;
  readonly publisher: string | null;
  /** YYYY-MM-DD, or null when the source carries no date. */
  readonly published: string | null;
  /** 'event' when the date is that of the event reported, the source itself having none. */
  readonly dateKind: DateKind;
  readonly url: string | null;
  /** Relative to the corpus folder. */
  readonly path: string;
}

/** Where evidence comes from. Numbers count from 1 within an answer. */
export interface Citation extends SourceHeader {
  readonly n: number;
  readonly sourceId: string;
  /** sha256 of the source's file, hexadecimal: what the offsets of a quotation hold against. */
  readonly sha256: string;
  /** First and last paragraph number, counted from 1. */
  readonly paragraphs: readonly [number, number];
  /** The passage that holds the evidence, and its reference, by which it can be asked for. */
  readonly passageId: string;
  readonly passageReference: string;
  /** Other sources that hold the same text, nearly word for word. */
  readonly alsoIn: readonly {
    readonly sourceId: string;
    readonly title: string;
    readonly published: string | null;
    readonly url: string | null;
    readonly path: string;
  }[];
}

/** A retrieved passage, best first; on a refusal the nearest ones, which are not an answer. */
export interface AnswerPassage {
  readonly id: string;
  /** By which the passage can be asked for. */
  readonly reference: string;
  readonly sourceId: string;
  /** Fused retrieval score, 0 to 1, comparable within one answer only. */
  readonly score: number;
  /** The source's text, verbatim. */
  readonly text: string;
  /** The same with Markdown reduced to plain text, for people to read. */
  readonly plain: string;
}

/** Milliseconds. */
export interface Timings {
  readonly embedMs: number;
  readonly searchMs: number;
  readonly answerMs: number;
  readonly totalMs: number;
}

/** How an answer came about. */
export interface Explanation {
  readonly asked: string;
  readonly names: readonly string[];
  readonly aliases: readonly string[];
  readonly dates: DateRange | null;
  readonly confidence: {
    readonly value: number;
    readonly threshold: number;
    readonly features: Readonly<Record<string, number>>;
    /** What each feature adds to the log-odds of the confidence (weight times value); with `bias` they sum up to them. */
    readonly contributions: Readonly<Record<string, number>>;
    readonly bias: number;
  };
  /** The best sentences and those quoted, with the ranks of their passages (from 1, null when not found so) and features. */
  readonly candidates: readonly {
    readonly text: string;
    readonly passageId: string;
    /** Number of the citation it is quoted with, or null. */
    readonly quotedAs: number | null;
    readonly keywordRank: number | null;
    readonly vectorRank: number | null;
    readonly fusedRank: number;
    readonly fusedScore: number;
    readonly score: number;
    readonly features: Readonly<Record<string, number>>;
  }[];
}

/** What the bot found: evidence with citations, or a refusal that carries neither. */
export interface Answer {
  readonly question: string;
  readonly status: 'answered' | 'not_found';
  /** 0 to 1. */
  readonly confidence: number;
  readonly evidence: readonly Evidence[];
  readonly citations: readonly Citation[];
  readonly passages: readonly AnswerPassage[];
  /** On a refusal: why, and the nearest passages, which are not an answer. */
  readonly reason?: RefusalReason;
  readonly nearest?: readonly AnswerPassage[];
  /** Misspelled names that were put right: results are for `to`. */
  readonly corrections?: readonly { readonly from: string; readonly to: string }[];
  readonly explanation: Explanation;
  readonly timings: Timings;
  /** The index that answered. */
  readonly index: IndexVersion;
}
