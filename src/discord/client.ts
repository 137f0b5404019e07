import {
  type APIApplication,
  ApplicationFlags,
  Client,
  Events,
  GatewayIntentBits,
  Partials,
  PermissionFlagsBits,
  REST,
  Routes,
} from 'discord.js';
import type { Config } from '../config.ts';
import { ConfigError, messageOf } from '../errors.ts';
import type { Bot } from './bot.ts';
import { isGone, isNobody, isNotAllowed } from './failure.ts';
import { onMessageDelete, onMessageUpdate } from './messages/on-change.ts';
import { onMessage } from './messages/on-message.ts';
import { onInteraction } from './on-interaction.ts';
import { CaseCards } from './research/case-cards.ts';
import { postDigests } from './research/digest.ts';
import { LibraryWatch } from './research/library-watch.ts';

/** How often it is looked whether a digest is due, milliseconds. */
const DIGEST_MS = 3_600_000;
/** Longest wait for replies under way when the bot stops, milliseconds. */
const DRAIN_MS = 10_000;

export interface Connection {
  readonly client: Client<true>;
  /** Whether Discord gives the text of messages that do not mention the bot. */
  readonly readsMessages: boolean;
  /** Takes no more questions, lets replies under way finish, and closes the connection. */
  close(): Promise<void>;
}

/**
 * Connects to Discord and answers until closed. The privileged MessageContent intent is asked for only where the application
 * has it: mentions, replies to the bot, direct messages and commands work without it.
 * @throws ConfigError when Discord refuses the token.
 */
export async function connect(
  discord: Config['discord'] & { token: string },
  bot: Omit<Bot, 'post' | 'tell' | 'sees' | 'fetchChannel' | 'cards'>,
): Promise<Connection> {
  const readsMessages = await hasMessageContent(discord);
  if (!readsMessages)
    bot.log.warn(
      'The application does not have the Message Content intent: the bot reads only messages that mention it, replies to it and direct messages. For threads without mentions and for mode auto switch it on: https://discord.com/developers/applications, page Bot.',
    );
  const client = new Client({
    intents: [
      GatewayIntentBits.Guilds,
      GatewayIntentBits.GuildMessages,
      GatewayIntentBits.DirectMessages,
      ...(readsMessages ? [GatewayIntentBits.MessageContent] : []),
    ],
    partials: [Partials.Channel, Partials.Message],
    allowedMentions: { parse: [], repliedUser: false },
    ...(discord.apiUrl ? { rest: { api: discord.apiUrl } } : {}),
  });
  const whole: Bot = {
    ...bot,
    async post(channelId, payload) {
      const channel = await whole.fetchChannel(channelId);
      if (!channel) throw new Error(`channel ${channelId} is gone, or the bot may not write there`);
      await channel.send(payload);
    },
    async tell(userId, payload) {
      await client.users.send(userId, payload);
    },
    async sees(userId, channelId) {
      const channel = await whole.fetchChannel(channelId);
      if (!channel || channel.isDMBased()) return channel !== null;
      const member = await channel.guild.members.fetch(userId).catch((error: unknown) => {
        if (isNobody(error)) return null;
        throw error;
      });
      return member !== null && (channel.permissionsFor(member)?.has(PermissionFlagsBits.ViewChannel) ?? false);
    },
    async fetchChannel(channelId) {
      const channel = await client.channels.fetch(channelId).catch((error: unknown) => {
        if (isGone(error) || isNotAllowed(error)) return null;
        throw error;
      });
      return channel?.isSendable() ? channel : null;
    },
    get cards() {
      return cards;
    },
  };
  const cards = new CaseCards(whole);
  const watch = new LibraryWatch(whole);
  const underWay = new Set<Promise<void>>();
  let closing = false;
  const track = (work: () => Promise<unknown>) => {
    if (closing) return;
    const promise = work()
      .catch((error: unknown) => bot.log.error({ err: error }, 'an event could not be handled'))
      .then(() => void underWay.delete(promise));
    underWay.add(promise);
  };
  client.on(Events.InteractionCreate, (interaction) => track(() => onInteraction(interaction, whole)));
  client.on(Events.MessageCreate, (message) => track(() => onMessage(message, whole)));
  client.on(Events.MessageUpdate, (_, message) =>
    track(async () => onMessageUpdate(message.partial ? await message.fetch() : message, whole)),
  );
  client.on(Events.MessageDelete, (message) => track(() => onMessageDelete(message, whole)));
  client.on(Events.MessageBulkDelete, (messages) =>
    track(async () => {
      for (const message of messages.values()) await onMessageDelete(message, whole);
    }),
  );
  client.on(Events.ThreadDelete, (thread) => track(async () => bot.state.threads.remove(thread.id)));
  client.on(Events.GuildDelete, (guild) =>
    track(async () => {
      // A server that is only not available at the moment keeps its settings.
      if (guild.available) bot.state.settings.dropServer(guild.id);
    }),
  );
  client.on(Events.Error, (error) => bot.log.error({ err: error }, 'the connection to Discord failed; reconnecting'));
  client.on(Events.ShardDisconnect, (event) => bot.log.warn({ code: event.code }, 'disconnected from Discord'));
  client.on(Events.ShardReconnecting, () => bot.log.warn('reconnecting to Discord'));
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(discord.token).catch(async (error: unknown) => {
    await client.destroy();
    throw new ConfigError(`Could not log in to Discord: ${messageOf(error)}`, { cause: error });
  });
  const connected = await ready;
  watch.start();
  const digest = () => track(() => postDigests(whole));
  digest();
  const digests = setInterval(digest, DIGEST_MS);
  return {
    client: connected,
    readsMessages,
    async close() {
      closing = true;
      clearInterval(digests);
      const done = Promise.all([...underWay, watch.stop()]).then(() => cards.close());
      await Promise.race([done, new Promise((resolve) => setTimeout(resolve, DRAIN_MS).unref())]);
      await client.destroy();
    },
  };
}

/** Whether the application has the MessageContent intent; asking for it without having it would end the connection (4014). */
async function hasMessageContent(discord: Config['discord'] & { token: string }): Promise<boolean> {
  const rest = new REST({ version: '10', ...(discord.apiUrl ? { api: discord.apiUrl } : {}) }).setToken(discord.token);
  const { flags = 0 } = (await rest.get(Routes.currentApplication()).catch(() => ({}))) as Partial<APIApplication>;
  return (flags & (ApplicationFlags.GatewayMessageContent | ApplicationFlags.GatewayMessageContentLimited)) !== 0;
}
