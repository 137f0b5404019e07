import { Client, Events, GatewayIntentBits, Partials } from 'discord.js';
import type { Config } from '../config.ts';
import { ConfigError, messageOf } from '../errors.ts';
import type { Bot } from './bot.ts';
import { onInteraction } from './on-interaction.ts';
import { onMessage } from './on-message.ts';

/** Longest wait for replies under way when the bot stops, milliseconds. */
const DRAIN_MS = 10_000;

export interface Connection {
  readonly client: Client<true>;
  /** Takes no more questions, lets replies under way finish, and closes the connection. */
  close(): Promise<void>;
}

/**
 * Connects to Discord and answers until closed. Mentions and direct messages carry their text without the privileged
 * MessageContent intent, so that it is not asked for.
 * @throws ConfigError when Discord refuses the token.
 */
export async function connect(discord: Config['discord'] & { token: string }, bot: Bot): Promise<Connection> {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages],
    partials: [Partials.Channel],
    allowedMentions: { parse: [], repliedUser: false },
    ...(discord.apiUrl ? { rest: { api: discord.apiUrl } } : {}),
  });
  const underWay = new Set<Promise<void>>();
  let closing = false;
  const track = (work: () => Promise<void>) => {
    if (closing) return;
    const promise = work()
      .catch((error: unknown) => bot.log.error({ err: error }, 'an event could not be handled'))
      .finally(() => underWay.delete(promise));
    underWay.add(promise);
  };
  client.on(Events.InteractionCreate, (interaction) => track(() => onInteraction(interaction, bot)));
  client.on(Events.MessageCreate, (message) => track(() => onMessage(message, bot)));
  client.on(Events.Error, (error) => bot.log.error({ err: error }, 'the connection to Discord failed; reconnecting'));
  client.on(Events.ShardDisconnect, (event) => bot.log.warn({ code: event.code }, 'disconnected from Discord'));
  client.on(Events.ShardReconnecting, () => bot.log.warn('reconnecting to Discord'));
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(discord.token).catch(async (error: unknown) => {
    await client.destroy();
    throw new ConfigError(`Could not log in to Discord: ${messageOf(error)}`, { cause: error });
  });
  return {
    client: await ready,
    async close() {
      closing = true;
      await Promise.race([Promise.all(underWay), new Promise((resolve) => setTimeout(resolve, DRAIN_MS).unref())]);
      await client.destroy();
    },
  };
}
