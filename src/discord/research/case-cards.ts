import { DiscordAPIError, RESTJSONErrorCodes, type SendableChannels } from 'discord.js';
import { placeOf, scopeAt } from '../access.ts';
import type { Bot } from '../bot.ts';
import type { Payload } from '../render/message.ts';
import { cardOf } from './show.ts';

/** How long changes of a case are gathered before its message is edited, milliseconds: Discord lets a message be edited some times a second. */
const GATHER_MS = 1000;

/** Keeps the message that shows a case in its channel as the case is: it is edited, and sent anew only when somebody deleted it. */
export class CaseCards {
  private readonly waiting = new Map<string, NodeJS.Timeout>();
  private work: Promise<void> = Promise.resolve();
  /** Versions of cases whose message could not be brought up to date: not tried again until the case changes. */
  private readonly failed = new Map<string, number>();

  constructor(private readonly bot: Bot) {}

  /** Brings the message of a case up to date soon. */
  changed(id: string): void {
    if (this.waiting.has(id)) return;
    const timer = setTimeout(() => {
      this.waiting.delete(id);
      void this.now(id);
    }, GATHER_MS);
    this.waiting.set(id, timer);
  }

  /** Brings every message up to date that shows an older version: the bot was not running, or the case was changed on the terminal. */
  mendAll(): void {
    for (const id of this.bot.cases.withOldCards())
      if (this.failed.get(id) !== this.bot.cases.find(id)?.version) this.changed(id);
  }

  /** Brings the message of a case up to date. @returns whether it is. */
  async now(id: string): Promise<boolean> {
    const turn = this.work.then(() => this.refresh(id));
    this.work = turn.then(
      () => {},
      () => {},
    );
    try {
      const isShown = await turn;
      if (!isShown) this.noteFailure(id);
      return isShown;
    } catch (error) {
      this.noteFailure(id);
      this.bot.log.warn({ err: error, case: id }, 'the message of a case could not be brought up to date');
      return false;
    }
  }

  private noteFailure(id: string): void {
    const version = this.bot.cases.find(id)?.version;
    if (version !== undefined) this.failed.set(id, version);
  }

  /** Takes the message of a case back that was purged. */
  async remove(channelId: string, messageId: string | null): Promise<void> {
    if (messageId === null) return;
    const channel = await this.bot.fetchChannel(channelId);
    await channel?.messages.delete(messageId).catch((error: unknown) => {
      this.bot.log.warn({ err: error }, 'the message of a purged case could not be deleted');
    });
  }

  /** Brings what waits up to date at once. */
  async close(): Promise<void> {
    const ids = [...this.waiting.keys()];
    for (const timer of this.waiting.values()) clearTimeout(timer);
    this.waiting.clear();
    await Promise.all(ids.map((id) => this.now(id)));
  }

  private async refresh(id: string): Promise<boolean> {
    const { bot } = this;
    const [head, card] = [bot.cases.find(id), bot.cases.card(id)];
    if (!head || !card) return false;
    const channel = await bot.fetchChannel(head.channelId);
    if (!channel) return false;
    const place = placeOf({ guildId: head.guildId || null, channelId: head.channelId, channel });
    const payload = await cardOf(bot, head, scopeAt(bot, place));
    const messageId = (await edited(channel, card.messageId, payload))
      ? card.messageId
      : await post(channel, id, payload);
    bot.cases.putCard(id, messageId, head.version);
    return true;
  }
}

/** Edits a message; false when it is not there any more. */
async function edited(channel: SendableChannels, messageId: string | null, payload: Payload): Promise<boolean> {
  if (messageId === null) return false;
  try {
    await channel.messages.edit(messageId, payload);
    return true;
  } catch (error) {
    if (error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.UnknownMessage) return false;
    throw error;
  }
}

/** Sends a message and pins it, where that is allowed. The nonce keeps Discord from taking it twice. */
async function post(channel: SendableChannels, id: string, payload: Payload): Promise<string> {
  const message = await channel.send({ ...payload, nonce: id, enforceNonce: true });
  await message.pin().catch(() => {});
  return message.id;
}
