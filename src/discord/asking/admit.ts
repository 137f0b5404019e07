import { UserError } from '../../errors.ts';
import { mayAsk, type Place, settingsAt } from '../access.ts';
import type { Bot } from '../bot.ts';
import { describeWait } from './rate-limits.ts';

/** A refusal that has nothing to do with the sources: who may ask, and how often; its message is for the person. */
export class NotNowError extends UserError {
  override readonly name = 'NotNowError';
}

/** Whoever asks, and where. */
export interface Asker {
  readonly place: Place;
  readonly userId: string;
  readonly roles: readonly string[];
}

/**
 * Lets somebody ask a question, and counts it: those who may ask there, as often as the limits let them.
 * @throws NotNowError with what to tell the person.
 */
export async function admit(bot: Bot, asker: Asker): Promise<void> {
  checkRole(bot, asker);
  const wait = await bot.limits.take(asker.userId, asker.place.settingsChannelId, settingsAt(bot, asker.place));
  if (wait === null) return;
  bot.metrics.turnedAway();
  throw new NotNowError(describeWait(wait));
}

/**
 * The same for a message in mode auto that asked nobody in particular: it takes nothing of what a person may ask.
 * @returns whether it may be answered.
 */
export async function admitUnasked(bot: Bot, { place, roles }: Asker): Promise<boolean> {
  const settings = settingsAt(bot, place);
  return mayAsk(settings, roles) && (await bot.limits.takeUnasked(place.settingsChannelId, settings));
}

/** @throws NotNowError for those who may not ask here. */
export function checkRole(bot: Bot, { place, roles }: Pick<Asker, 'place' | 'roles'>): void {
  if (mayAsk(settingsAt(bot, place), roles)) return;
  bot.metrics.turnedAway();
  throw new NotNowError('Only some roles may ask here. The administrators of this server choose them in /settings.');
}
