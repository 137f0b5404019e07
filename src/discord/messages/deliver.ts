import { DiscordAPIError, type Message, RESTJSONErrorCodes } from 'discord.js';
import type { Bot } from '../bot.ts';
import { type Payload, renderNotice } from '../render/message.ts';
import { fitting, respond, type Target } from './respond.ts';

/** The reply to one message: perhaps first the place in line, then the answer in its place. */
export class Delivery {
  private waiting: Promise<Message | null> | null = null;

  constructor(
    private readonly target: Target,
    private readonly bot: Bot,
  ) {}

  /** Tells the place in line. */
  tellPlace(line: number): void {
    this.waiting = respond(
      this.target,
      renderNotice(`You are number ${line} in line; this takes a moment.`),
      this.bot,
    ).catch(() => null);
  }

  /** Sends what there is to say, in the place of the place in line. Returns the message, or null when it can't be sent. */
  async send(payload: Payload): Promise<Message | null> {
    const waiting = await this.waiting;
    this.waiting = null;
    if (!waiting) return respond(this.target, payload, this.bot);
    try {
      return await waiting.edit(cleared(fitting(payload, this.target)));
    } catch (error) {
      if (error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.UnknownMessage)
        return respond(this.target, payload, this.bot);
      throw error;
    }
  }

  /** Takes the place in line back: there is nothing to say. */
  async withdraw(): Promise<void> {
    await (await this.waiting)?.delete().catch(() => {});
    this.waiting = null;
  }
}

/** A payload that takes the place of another one whole. */
export function cleared(payload: Payload): Payload {
  return { content: '', embeds: [], components: [], ...payload };
}
