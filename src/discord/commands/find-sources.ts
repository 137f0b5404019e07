import { ApplicationCommandType, ContextMenuCommandBuilder, MessageFlags } from 'discord.js';
import { placeOf, rolesOf, scopeAt } from '../access.ts';
import { admit, NotNowError } from '../asking/admit.ts';
import type { Command } from '../command.ts';
import { namesFor, questionIn } from '../messages/trigger.ts';
import { renderExcerpts } from '../render/excerpts.ts';
import { renderNotice } from '../render/message.ts';

/** Shows the passages nearest to a message of somebody's, whether or not they answer it. */
export default {
  data: new ContextMenuCommandBuilder()
    .setName('Find sources for this message')
    .setType(ApplicationCommandType.Message)
    .toJSON(),
  async onMessage(interaction, bot) {
    const text = questionIn(namesFor(interaction.targetMessage), interaction.client.user.id);
    if (text === '') throw new NotNowError('This message holds no text that I could look for.');
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    const place = placeOf(interaction);
    await admit(bot, { place, userId: interaction.user.id, roles: rolesOf(interaction.member) });
    const scope = scopeAt(bot, place);
    const { passages } = await bot.queue.run(interaction.user.id, () => bot.answering.ask(text, {}, scope));
    await interaction.editReply(
      passages.length > 0
        ? renderExcerpts(
            'Sources for this message',
            'The passages nearest to it; whether they bear it out is for you to judge',
            passages,
          )
        : renderNotice('No passage of the sources shares anything with this message.'),
    );
  },
} satisfies Command;
