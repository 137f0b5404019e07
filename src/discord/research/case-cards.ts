import { DiscordAPIError, RESTJSONErrorCodes, type SendableChannels } from 'discord.js';
import { placeOf, scopeAt } from '../access.ts';
import type { Bot } from '../bot.ts';
import { isGone, isNotAllowed } from '../failure.ts';
import type { Payload } from '../render/message.ts';
import { cardOf } from './show.ts';

/** How long changes of a case are gathered before its message is edited, milliseconds: Discord lets a message be edited some times a second. */
const GATHER_MS = 1000;

/** How long a message that could not be edited is left alone, milliseconds, unless its case changes: Discord counts refused requests. */
const RETRY_MS = 10 * 60_000;

/** Keeps the message that shows a case in its channel as the case is: it is edited, and sent anew only when somebody deleted it. */
export class CaseCards {
  private readonly waiting = new Map<string, NodeJS.Timeout>();
  /** What is under way in each channel, one after another. */
  private readonly channels = new Map<string, Promise<unknown>>();
  /** Cases whose message could not be brought up to date: at which version, and until when that is not tried again. */
  private readonly failed = new Map<string, { readonly version: number; readonly until: number }>();

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

  /**
   * Brings every message up to date that shows an older version or tells of another index (the bot was not running, the case was
   * changed on the terminal, the sources have changed), and deletes those of purged cases.
   */
  mendAll(generation: string): void {
    for (const id of this.bot.cases.withOldCards(generation)) {
      const failed = this.failed.get(id);
      const isEarly = failed && failed.version === this.bot.cases.find(id)?.version && Date.now() < failed.until;
      if (!isEarly) this.changed(id);
    }
    this.deleteLeft();
  }

  /** Deletes the messages of cases that were purged. */
  deleteLeft(): void {
    for (const left of this.bot.cases.cardsLeft()) void this.inChannel(left.channelId, () => this.remove(left));
  }

  /** Brings the message of a case up to date. @returns whether it is; it never throws. */
  async now(id: string): Promise<boolean> {
    const head = this.bot.cases.find(id);
    if (!head) return false;
    const isShown = await this.inChannel(head.channelId, () => this.refresh(id));
    if (isShown) this.failed.delete(id);
    else this.failed.set(id, { version: head.version, until: Date.now() + RETRY_MS });
    return isShown ?? false;
  }

  /** Brings what waits up to date at once, and waits for what is under way. */
  async close(): Promise<void> {
    const ids = [...this.waiting.keys()];
    for (const timer of this.waiting.values()) clearTimeout(timer);
    this.waiting.clear();
    await Promise.all(ids.map((id) => this.now(id)));
    await Promise.all(this.channels.values());
  }

  /** Does something after what is under way in its channel; null when it failed, which is logged. */
  private inChannel<T>(channelId: string, work: () => Promise<T>): Promise<T | null> {
    const turn = (this.channels.get(channelId) ?? Promise.resolve()).then(work).catch((error: unknown) => {
      this.bot.log.warn({ err: error, channelId }, 'the message of a case could not be brought up to date');
      return null;
    });
    this.channels.set(channelId, turn);
    void turn.then(() => {
      if (this.channels.get(channelId) === turn) this.channels.delete(channelId);
    });
    return turn;
  }

  /** Deletes the message of a case that was purged. */
  private async remove(left: { channelId: string; messageId: string }): Promise<void> {
    const channel = await this.bot.fetchChannel(left.channelId);
    await channel?.messages.delete(left.messageId).catch((error: unknown) => {
      if (!isGone(error) && !isNotAllowed(error)) throw error;
    });
    this.bot.cases.cardDeleted(left);
  }

  private async refresh(id: string): Promise<boolean> {
    const { bot } = this;
    const head = bot.cases.find(id);
    const channel = head && (await bot.fetchChannel(head.channelId));
    if (!channel) return false;
    const { generation } = await bot.answering.version();
    const place = placeOf({ guildId: head.guildId || null, channelId: head.channelId, channel });
    const payload = await cardOf(bot, head, scopeAt(bot, place));
    // It may have been purged meanwhile: what was it then is deleted, and nothing is sent.
    if (!bot.cases.find(id)) return false;
    const card = bot.cases.card(id);
    const messageId =
      card !== null && (await isEdited(channel, card, payload)) ? card : await post(channel, id, payload);
    if (bot.cases.find(id)) bot.cases.putCard(id, messageId, head.version, generation);
    else await channel.messages.delete(messageId).catch(() => {});
    return true;
  }
}

/** Edits a message; false when it is not there any more. */
async function isEdited(channel: SendableChannels, messageId: string, payload: Payload): Promise<boolean> {
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
