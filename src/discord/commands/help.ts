import { MessageFlags, SlashCommandBuilder } from 'discord.js';
import type { Command } from '../command.ts';
import { renderNotice } from '../render/message.ts';

/** What `/help` says, and the reply to a mention without a question. */
export const HELP = [
  'I answer questions about sanctions from a library of sources, in their own words, each quotation with its citation.',
  '',
  '- **/ask** `question:` — ask here; `private:True` shows the answer to you alone',
  '- mention me, or write to me directly, with a question',
  '- **/who** `name:` — what the sources hold of a name; names are offered while you type',
  '- **/sources**, **/recent** — what the library covers',
  '- **/case** — case files of this channel: “Save to case” under answers, notes, exports with citations',
  '- **/settings**, **/insights** for administrators, **/privacy** for what is stored about you',
  '',
  'The menu under an answer shows the whole passage behind a citation. When the sources do not hold an answer, I say so.',
  'I quote what sources said on their dates; I do not know who is under sanctions today, and nothing here is legal advice.',
].join('\n');

export default {
  data: new SlashCommandBuilder().setName('help').setDescription('What this bot does and how to ask it').toJSON(),
  async execute(interaction) {
    await interaction.reply({ ...renderNotice(HELP), flags: MessageFlags.Ephemeral });
  },
} satisfies Command;
