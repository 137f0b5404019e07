import { NotNowError } from '../asking/admit.ts';
import type { Bot } from '../bot.ts';
import { onAnswer } from './answer.ts';
import { onCase } from './case.ts';
import { onPrivacy } from './privacy.ts';
import { onSave } from './save.ts';
import { onSettings } from './settings.ts';
import { onSources } from './sources.ts';
import type { Press } from './views.ts';

type Handler = (press: Press, bot: Bot, parts: readonly string[]) => Promise<void>;

/** What handles the custom ids that begin with each word. */
const HANDLERS: Readonly<Record<string, Handler>> = {
  answer: onAnswer,
  case: onCase,
  save: onSave,
  sources: onSources,
  privacy: onPrivacy,
  settings: onSettings,
};

/**
 * Answers a press. Custom ids are checked for shape, and what they lead to for place and person; nothing in them is trusted.
 * @throws NotNowError with what to tell the person.
 */
export async function onPress(press: Press, bot: Bot): Promise<void> {
  const [kind = '', ...parts] = press.customId.split(':');
  const handler = Object.hasOwn(HANDLERS, kind) ? HANDLERS[kind] : undefined;
  if (!handler) throw new NotNowError('This button is from an older version and no longer works. Please ask again.');
  await handler(press, bot, parts);
}
