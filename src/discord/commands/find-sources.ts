import { ApplicationCommandType, ContextMenuCommandBuilder, MessageFlags } from 'discord.js';
import { placeOf, rolesOf, scopeAt, viewOwner } from '../access.ts';
import { admit, NotNowError } from '../asking/admit.ts';
import { ANSWER_VIEW, type AnswerData, stored } from '../asking/answer-view.ts';
import { passagesOf } from '../asking/passages.ts';
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
    const answer = await bot.queue.run(interaction.user.id, () => bot.answering.ask(text, {}, scope));
    const passages = await passagesOf(bot, answer.passages, scope);
    if (passages.length === 0) {
      await interaction.editReply(renderNotice('No passage of the sources shares anything with this message.'));
      return;
    }
    const view = bot.state.views.add<AnswerData>({
      kind: ANSWER_VIEW,
      ...viewOwner(interaction),
      isPrivate: true,
      data: { asked: text, answer: stored(answer), filter: {}, turns: [] },
    });
    const what = 'The passages nearest to it; whether they bear it out is for you to judge';
    await interaction.editReply(renderExcerpts('Sources for this message', what, passages, view.id, bot.sourceBaseUrl));
  },
} satisfies Command;
