import type { Answer, Citation } from '../answer/answer.ts';
import { headerOf } from '../answer/citation.ts';
import { describeReason } from '../answer/describe.ts';
import type { PassageView } from '../engine/library.ts';
import type { EntityCard, Mention } from '../entity/card.ts';
import type { IndexVersion } from '../index/open.ts';
import type { Content, Quotation } from './case.ts';

/** A question with its answer, or with its refusal, as a case keeps it. `names` are those that it is about. */
export function contentOfAnswer(
  answer: Pick<Answer, 'question' | 'status' | 'confidence' | 'reason' | 'evidence' | 'citations' | 'index'>,
  names: readonly string[],
): Content {
  const { question, status, confidence, reason, evidence, citations, index } = answer;
  return {
    kind: 'question',
    question,
    status,
    confidence,
    reason: status === 'answered' ? null : describeReason(reason),
    names: [...new Map(names.map((name) => [name.toLowerCase(), name])).values()],
    quotations: evidence.map((each) => quotation(each, citations.find(({ n }) => n === each.citation)!, index)),
  };
}

/** One quotation of an answer. */
export function contentOfEvidence(
  { evidence, citations, index }: Pick<Answer, 'evidence' | 'citations' | 'index'>,
  n: number,
): Content | null {
  const each = evidence[n];
  const citation = citations.find((one) => one.n === each?.citation);
  return each && citation ? { kind: 'quotation', quotations: [quotation(each, citation, index)] } : null;
}

/** A card of a name: what it quotes of listings and removals, else of the first and last mention. */
export function contentOfCard(
  {
    name,
    aliases,
    designations,
    first,
    last,
  }: Pick<EntityCard, 'name' | 'aliases' | 'designations' | 'first' | 'last'>,
  index: IndexVersion,
): Content {
  const mentions: readonly Mention[] =
    designations.length > 0 ? designations : [first, last].filter((each) => each !== null);
  return {
    kind: 'card',
    name,
    names: aliases,
    quotations: mentions.map((each) => quotation(each, each.citation, index)),
  };
}

/** A whole passage. */
export function contentOfPassage(passage: PassageView): Content {
  return { kind: 'quotation', quotations: [quotation(passage, passage, passage.index)] };
}

function quotation(
  { quote, plain, start, end }: Pick<Quotation, 'quote' | 'plain' | 'start' | 'end'>,
  source: Omit<Citation, 'n' | 'passageId' | 'passageReference' | 'alsoIn'>,
  index: IndexVersion,
): Quotation {
  const { sourceId, sha256, paragraphs } = source;
  return {
    quote,
    plain,
    start,
    end,
    sourceId,
    sha256,
    ...headerOf(source),
    paragraphs,
    index,
  };
}
