import type { Answer, Evidence } from '../../answer/answer.ts';
import type { Turn } from '../../conversation/subject.ts';
import type { Filter } from '../../retrieval/retriever.ts';
import type { View } from '../../state/views.ts';
import type { Shown } from '../render/answer.ts';

/** Kind of the views that stand behind answers. */
export const ANSWER_VIEW = 'answer';

/** What is kept of an answer for its buttons, for follow-ups, and for showing it again. */
export interface AnswerData {
  /** As it was typed. */
  readonly asked: string;
  readonly answer: StoredAnswer;
  readonly filter: Filter;
  /** What it was understood from. */
  readonly turns: readonly Turn[];
  /** Whether it was shared. */
  readonly isShared?: boolean;
}

/** An answer without what only explains it. */
export type StoredAnswer = Omit<Answer, 'explanation' | 'passages' | 'index'> & {
  /** Views of older versions have none. */
  readonly index?: Answer['index'];
  readonly names: readonly string[];
};

export type AnswerView = View<AnswerData>;

/** What is kept of an answer. */
export function stored({ explanation, passages: _, ...answer }: Answer): StoredAnswer {
  const told = answer.reason && 'names' in answer.reason ? answer.reason.names : [];
  return { ...answer, names: [...new Set([...(explanation?.names ?? []), ...told])] };
}

/** An answer as a turn of the conversation. */
export function turnOf({ data: { answer } }: AnswerView): Turn {
  const first: Evidence | undefined = answer.evidence[0];
  const span = first?.highlights.find(({ kind }) => kind === 'answer');
  return {
    understood: answer.question,
    names: answer.names,
    answer: first?.plain ?? null,
    span: first && span ? first.plain.slice(span.start, span.end) : null,
  };
}

/** What its rendering needs to know of a view. */
export function shownOf({ id, isPrivate, data }: AnswerView): Shown {
  return { viewId: id, isPrivate: isPrivate && !data.isShared, asked: data.asked };
}
