import type { APIEmbed } from 'discord.js';
import type { Row } from './controls.ts';
import * as limits from './limits.ts';
import { clip } from './text.ts';

/** What a message is made of; parts that are not set stay out. Mentions are never parsed. */
export interface Payload {
  readonly content?: string;
  readonly embeds?: APIEmbed[];
  readonly components?: Row[];
  readonly files?: { attachment: Buffer; name: string }[];
  readonly allowedMentions: { readonly parse: [] };
}

export const NO_MENTIONS = { parse: [] as [] };

/** A message of one sentence or paragraph in the bot's own words. */
export function renderNotice(text: string): Payload {
  return { content: clip(text, limits.MESSAGE_CONTENT), allowedMentions: NO_MENTIONS };
}
