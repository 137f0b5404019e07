import { DiscordAPIError, HTTPError, REST, RESTEvents, type RouteLike } from 'discord.js';
import type { Config } from '../../config.ts';
import { messageOf } from '../../errors.ts';

/** Longest wait for an answer of Discord's, milliseconds. */
const TIMEOUT_MS = 10_000;

/** Discord's REST interface, read with the bot's token. */
export interface DiscordApi {
  /** Reads a route; the caller says what it holds. */
  read<Result>(route: RouteLike): Promise<Result>;
  /** How far this machine's clock is ahead of Discord's, milliseconds; null before Discord has answered. */
  clockAheadMs(): number | null;
}

/** Opens Discord's REST interface, at `config.discord.apiUrl` when that is set. */
export function openDiscordApi({ apiUrl, token }: Config['discord'] & { token: string }): DiscordApi {
  const options = { version: '10', timeout: TIMEOUT_MS, retries: 1, ...(apiUrl ? { api: apiUrl } : {}) };
  const rest = new REST(options).setToken(token);
  let clockAheadMs: number | null = null;
  rest.on(RESTEvents.Response, (_, response) => {
    // The header has whole seconds, cut off: the middle of its second is nearest to the truth.
    const theirs = Date.parse(response.headers.get('date') ?? '') + 500;
    if (!Number.isNaN(theirs)) clockAheadMs ??= Date.now() - theirs;
  });
  return {
    read: async <Result>(route: RouteLike) => (await rest.get(route)) as Result,
    clockAheadMs: () => clockAheadMs,
  };
}

/** The status that Discord refused a request with, or null when it was no refusal. */
export function refusedWith(error: unknown): number | null {
  return error instanceof DiscordAPIError || error instanceof HTTPError ? error.status : null;
}

/** Why a request failed, in a few words for the person at the terminal. */
export function whyFailed(error: unknown): string {
  const status = refusedWith(error);
  if (status !== null) return `status ${status}, ${messageOf(error)}`;
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return (cause as { code?: string }).code ?? messageOf(cause);
}
