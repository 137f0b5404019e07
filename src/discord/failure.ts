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

/** Codes of what the bot has no permission for. */
export const NOT_ALLOWED: ReadonlySet<number | string> = new Set([
  RESTJSONErrorCodes.MissingPermissions,
  RESTJSONErrorCodes.MissingAccess,
]);

/** Whether Discord refused something for want of a permission. */
export function isNotAllowed(error: unknown): boolean {
  return error instanceof DiscordAPIError && NOT_ALLOWED.has(error.code);
}

/** Whether there is no such person, or they are not in the server. */
export function isNobody(error: unknown): boolean {
  return (
    error instanceof DiscordAPIError &&
    (error.code === RESTJSONErrorCodes.UnknownMember || error.code === RESTJSONErrorCodes.UnknownUser)
  );
}

/** Whether what was to be answered is gone, so that there is nobody to tell. */
export function isGone(error: unknown): boolean {
  return error instanceof DiscordAPIError && GONE.has(error.code);
}

/**
 * Logs a failure and returns what the person is told: a UserError's own text, otherwise a sentence with a report id that
 * the log has too.
 */
export function reportFailure(error: unknown, log: Logger, context: Record<string, string>): string {
  if (error instanceof UserError) {
    log.warn({ err: error, ...context }, 'a question could not be answered');
    return error.message;
  }
  if (error instanceof DiscordAPIError && NOT_ALLOWED.has(error.code)) {
    log.warn({ code: error.code, method: error.method, ...context }, 'Discord does not let the bot do that');
    return 'Discord does not let me do that here: I lack a permission. I need “View Channel”, “Send Messages”, “Embed Links” and “Attach Files” in this channel; an administrator can give them.';
  }
  const report = randomBytes(4).toString('hex');
  if (isGone(error))
    log.info(
      { code: (error as DiscordAPIError).code, report, ...context },
      'the question was gone before it was answered',
    );
  else log.error({ err: error, report, ...context }, 'answering failed');
  return `Something went wrong and I could not answer. If it happens again, tell the bot's owner this report id: ${report}`;
}
