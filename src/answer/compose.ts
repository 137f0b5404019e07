import { type OpenIndex, passageReference } from '../index/open.ts';
import type { Embedder } from '../model/transformers.ts';
import { type Filter, type Hit, retrieve } from '../retrieval/retriever.ts';
import type { Answer, AnswerPassage, Citation, Evidence } from './answer.ts';
import { type Candidate, rankSentences, selectEvidence } from './evidence.ts';

/** Passages looked at for evidence, and how many of them an answer carries. */
const HITS = 10;
const SHOWN_PASSAGES = 5;

/** Below this confidence nothing is quoted as an answer. */
const THRESHOLD = 0.5;

/** Answers a question from an index: retrieval, evidence, citations; or a refusal with the nearest passages. */
export async function answer(
  index: OpenIndex,
  embedder: Pick<Embedder, 'embedQuestion'>,
  question: string,
  filter: Filter = {},
): Promise<Answer> {
  const started = performance.now();
  const vector = await embedder.embedQuestion(question);
  const embedded = performance.now();
  const hits = await retrieve(index, question, vector, HITS, filter);
  const searched = performance.now();
  const ranked = rankSentences(question, hits, index.keywords);
  const confidence = Math.min(1, Math.max(0, ranked[0]?.contextCoverage ?? 0));
  const found = confidence >= THRESHOLD;
  const { evidence, citations } = cite(found ? selectEvidence(ranked) : []);
  const ended = performance.now();
  return {
    question,
    status: found ? 'answered' : 'not_found',
    confidence,
    evidence,
    citations,
    passages: hits.slice(0, SHOWN_PASSAGES).map(shown),
    timings: {
      embedMs: embedded - started,
      searchMs: searched - embedded,
      answerMs: ended - searched,
      totalMs: ended - started,
    },
  };
}

/** Numbers the quotations' citations in the order they are quoted; two from one paragraph share a number. */
function cite(selected: readonly Candidate[]): { evidence: Evidence[]; citations: Citation[] } {
  const evidence: Evidence[] = [];
  const citations: Citation[] = [];
  for (const { passage, sentence } of selected) {
    const { source } = passage;
    let citation = citations.find((one) => one.sourceId === source.id && one.paragraphs[0] === sentence.paragraph);
    if (!citation) {
      citation = {
        n: citations.length + 1,
        sourceId: source.id,
        title: source.title,
        publisher: source.publisher,
        published: source.published,
        dateKind: source.dateKind,
        url: source.url,
        path: source.path,
        paragraphs: [sentence.paragraph, sentence.paragraph],
        passageId: passage.id,
        passageReference: passageReference(passage.id, passage.plain),
      };
      citations.push(citation);
    }
    const { start, end, plain } = sentence;
    evidence.push({ quote: source.text.slice(start, end), plain, citation: citation.n, start, end });
  }
  return { evidence, citations };
}

function shown({ passage, score }: Hit): AnswerPassage {
  return {
    id: passage.id,
    sourceId: passage.sourceId,
    score,
    text: passage.source.text.slice(passage.start, passage.end),
  };
}
