import type { Answer } from '../../answer/answer.ts';
import { resolveFollowUp } from '../../conversation/follow-up.ts';
import type { Turn } from '../../conversation/subject.ts';
import type { Filter } from '../../retrieval/retriever.ts';
import { scopeAt, settingsAt } from '../access.ts';
import type { Bot } from '../bot.ts';
import type { Asker } from './admit.ts';
import { ANSWER_VIEW, type AnswerData, type AnswerView, stored, turnOf } from './answer-view.ts';
import { OverloadError } from './queue.ts';

/** Turns of a conversation that a follow-up is understood from, and how old they may be. */
const TURNS = 3;
const TURN_AGE_MS = 6 * 3_600_000;

/** A question of somebody who was admitted. */
export interface Request extends Asker {
  readonly question: string;
  readonly isPrivate: boolean;
  readonly filter?: Filter;
  /** What came before it: of the place (a thread, a direct message), or these turns. */
  readonly before: 'place' | readonly Turn[];
  /** For messages that asked nobody in particular: they wait behind all others, and a refusal of them is not kept. */
  readonly isUnasked?: boolean;
}

/**
 * Answers a question in its turn, within what the place may see, and keeps the answer for its buttons. What came before is
 * looked up when its turn has come: the question before it has been answered then.
 * @param onWait is told the place in line when the wait is long.
 * @throws OverloadError with what to tell the person.
 */
export async function ask(bot: Bot, request: Request, onWait?: (place: number) => void): Promise<AnswerView> {
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  try {
    const view = await bot.queue.run(request.userId, () => answerNow(bot, request), {
      ...(onWait ? { onWait } : {}),
      isLast: request.isUnasked ?? false,
    });
    bot.metrics.question(view.data.answer.status, seconds());
    const { status, timings } = view.data.answer;
    bot.state.counts.add(request.place.guildId ?? '', status, timings.totalMs);
    return view;
  } catch (error) {
    if (error instanceof OverloadError) bot.metrics.turnedAway();
    else {
      bot.metrics.question('failed', seconds());
      bot.state.counts.add(request.place.guildId ?? '', 'failed', seconds() * 1000);
    }
    throw error;
  }
}

async function answerNow(bot: Bot, request: Request): Promise<AnswerView> {
  const { place, userId, question: asked, filter = {}, isPrivate } = request;
  const scope = scopeAt(bot, place);
  const turns = turnsBefore(bot, request);
  const known = turns.length > 0 ? await bot.answering.namesIn(asked, scope) : [];
  const question = resolveFollowUp(asked, turns, known)?.question ?? asked;
  const answer = await bot.answering.ask(question, filter, scope);
  const guildId = place.guildId ?? '';
  const data: AnswerData = { asked, answer: stored(answer), filter, turns };
  const view = { kind: ANSWER_VIEW, guildId, channelId: place.channelId, userId, isPrivate, data };
  if (request.isUnasked && answer.status === 'not_found') return { ...view, id: '', createdAt: Date.now() };
  if (place.guildId !== null && settingsAt(bot, place).retentionDays > 0)
    bot.state.questions.add({
      guildId,
      channelId: place.channelId,
      userId,
      question,
      status: answer.status,
      reason: answer.reason?.kind ?? null,
      confidence: answer.confidence,
      totalMs: answer.timings.totalMs,
      missing: missingFrom(answer),
      cited: [...new Set(answer.citations.map(({ sourceId }) => sourceId))],
      isPrivate,
    });
  return bot.state.views.add<AnswerData>(view);
}

/** What a refusal did not find: names, else words; of a topic that is not there nothing is named. */
function missingFrom({ reason }: Answer): readonly string[] {
  switch (reason?.kind) {
    case 'name':
      return reason.names;
    case 'not-stated':
      return reason.names.length > 0 ? reason.names : reason.missing;
    default:
      return [];
  }
}

/** The turns before a question. Private ones are the person's own, and only for a question that is private, too. */
function turnsBefore({ state }: Bot, { before, place, userId, isPrivate }: Request): readonly Turn[] {
  if (before !== 'place') return before;
  const since = Date.now() - TURN_AGE_MS;
  const latest = state.views.latest(place.channelId, ANSWER_VIEW, TURNS, since, isPrivate ? userId : null);
  return (latest as AnswerView[]).reverse().map(turnOf);
}
