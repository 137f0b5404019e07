import { resolveFollowUp } from '../../conversation/follow-up.ts';
import { UserError } from '../../errors.ts';
import type { Filter } from '../../retrieval/retriever.ts';
import { mayAsk, type Place, scopeAt, settingsAt } from '../access.ts';
import type { Bot } from '../bot.ts';
import { ANSWER_VIEW, type AnswerData, type AnswerView, stored, turnOf } from './answer-view.ts';
import { OverloadError } from './queue.ts';
import { describeWait } from './rate-limits.ts';

/** Turns of a conversation that a follow-up is understood from, and how old they may be. */
const TURNS = 3;
const TURN_AGE_MS = 6 * 3_600_000;

/** A question, where and by whom. */
export interface Request {
  readonly question: string;
  readonly place: Place;
  readonly userId: string;
  readonly roles: readonly string[];
  readonly isPrivate: boolean;
  readonly filter?: Filter;
  /** What came before it: of the place (a thread, a direct message), of the answer replied to, or nothing. */
  readonly before: 'place' | AnswerView | null;
  /** Whether nothing is kept of it and nothing counted when it is refused: for messages that asked nobody in particular. */
  readonly isUnasked?: boolean;
}

/** A refusal that has nothing to do with the sources: who may ask, and how often. */
export class NotNowError extends UserError {
  override readonly name = 'NotNowError';
}

/**
 * Answers a question: who may ask, how often, in turn, within what the place may see; keeps it for its buttons.
 * @param onWait is told the place in line when the wait is long.
 * @throws NotNowError or OverloadError with what to tell the person.
 */
export async function ask(bot: Bot, request: Request, onWait?: (place: number) => void): Promise<AnswerView> {
  const { place, userId, question: asked, filter = {} } = request;
  const settings = settingsAt(bot, place);
  const started = performance.now();
  const turnAway = (message: string) => {
    bot.metrics.turnedAway();
    return new NotNowError(message);
  };
  if (!mayAsk(settings, request.roles))
    throw turnAway('Only some roles may ask here. The administrators of this server choose them in /settings.');
  const wait = await bot.limits.take(userId, place.channelId, settings);
  if (wait !== null) throw turnAway(describeWait(wait));
  const question = resolveFollowUp(asked, turnsBefore(bot, request))?.question ?? asked;
  const answer = await bot.queue
    .run(userId, () => bot.answering.ask(question, filter, scopeAt(bot, place)), onWait)
    .catch((error: unknown) => {
      if (error instanceof OverloadError) bot.metrics.turnedAway();
      else bot.metrics.question('failed', (performance.now() - started) / 1000);
      throw error;
    });
  bot.metrics.question(answer.status, (performance.now() - started) / 1000);
  const guildId = place.guildId ?? '';
  const kept = !(request.isUnasked && answer.status === 'not_found');
  if (kept && place.guildId !== null && settings.retentionDays > 0)
    bot.state.questions.add({
      guildId,
      channelId: place.channelId,
      userId,
      question,
      status: answer.status,
      reason: answer.reason?.kind ?? null,
      confidence: answer.confidence,
      totalMs: answer.timings.totalMs,
    });
  const data: AnswerData = { asked, answer: stored(answer), filter };
  const view = { kind: ANSWER_VIEW, guildId, channelId: place.channelId, userId, isPrivate: request.isPrivate, data };
  return kept ? bot.state.views.add<AnswerData>(view) : { ...view, id: '', createdAt: Date.now() };
}

function turnsBefore({ state }: Bot, { before, place, userId }: Request) {
  if (before === null) return [];
  if (before !== 'place') return [turnOf(before)];
  return (state.views.latest(place.channelId, ANSWER_VIEW, TURNS, Date.now() - TURN_AGE_MS) as AnswerView[])
    .filter((view) => !view.isPrivate || view.userId === userId)
    .reverse()
    .map(turnOf);
}
