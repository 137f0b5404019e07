import { randomBytes } from 'node:crypto';
import { DiscordAPIError, RESTJSONErrorCodes } from 'discord.js';
import { UserError } from '../errors.ts';
import type { Logger } from '../log.ts';

/** Failures of Discord's that need no attention: what was to be answered is gone. */
const GONE: ReadonlySet<number | string> = new Set([
  RESTJSONErrorCodes.UnknownInteraction,
  RESTJSONErrorCodes.UnknownMessage,
  RESTJSONErrorCodes.UnknownChannel,
]);

/**
 * Logs a failure and returns what the person is told: a UserError's own text, otherwise a sentence with a report id that
 * the log has too.
 */
export function reportFailure(error: unknown, log: Logger, context: Record<string, string>): string {
  if (error instanceof UserError) {
    log.warn({ err: error, ...context }, 'a question could not be answered');
    return error.message;
  }
  const report = randomBytes(4).toString('hex');
  if (error instanceof DiscordAPIError && GONE.has(error.code))
    log.info({ code: error.code, report, ...context }, 'the question was gone before it was answered');
  else log.error({ err: error, report, ...context }, 'answering failed');
  return `Something went wrong and I could not answer. If it happens again, tell the bot's owner this report id: ${report}`;
}
