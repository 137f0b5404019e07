import { MessageFlags, type ModalSubmitInteraction } from 'discord.js';
import { FEEDBACK_REASONS, type FeedbackReason } from '../../state/feedback.ts';
import { placeOf, rolesOf, scopeAt, settingsAt } from '../access.ts';
import { admit, NotNowError } from '../asking/admit.ts';
import { ANSWER_VIEW, type AnswerView, shownOf } from '../asking/answer-view.ts';
import { keepReply } from '../asking/keep-reply.ts';
import { passagesOf } from '../asking/passages.ts';
import type { Bot } from '../bot.ts';
import { renderAnswer } from '../render/answer.ts';
import { renderExcerpts } from '../render/excerpts.ts';
import { feedbackForm, renderFeedback, reportForm } from '../render/feedback.ts';
import { renderNotice } from '../render/message.ts';
import { renderPassage } from '../render/passage.ts';
import { withoutMentions } from '../research/case-access.ts';
import { type Press, viewBehind } from './views.ts';

const CHANGED = 'The sources have changed since this answer: that passage is no longer among them. Please ask again.';
/** Shape of a passage's reference. */
const REFERENCE = /^[0-9a-f]{16}$/;
/** Longest word of a person's on an answer. */
const COMMENT = 500;

/** Answers what is pressed on an answer: `answer:ACTION:VIEW[:REST]`. */
export async function onAnswer(press: Press, bot: Bot, [action, viewId, rest]: readonly string[]): Promise<void> {
  const view = viewBehind(bot, press, viewId ?? '', ANSWER_VIEW) as AnswerView;
  const scope = scopeAt(bot, placeOf(press));
  const { answer, filter } = view.data;
  if (press.isModalSubmit()) return takeForm(press, bot, view, action ?? '');
  switch (action) {
    case 'passage': {
      await press.deferReply({ flags: MessageFlags.Ephemeral });
      const n = press.isStringSelectMenu() ? Number(press.values[0]) : 0;
      const citation = answer.citations.find((each) => each.n === n);
      const passage = citation && (await bot.answering.passage(citation.passageReference, scope));
      await press.editReply(passage ? renderPassage(passage, view.id, bot.sourceBaseUrl) : renderNotice(CHANGED));
      return;
    }
    case 'read': {
      await press.deferReply({ flags: MessageFlags.Ephemeral });
      const reference = press.isStringSelectMenu() ? (press.values[0] ?? '') : '';
      const passage = REFERENCE.test(reference) ? await bot.answering.passage(reference, scope) : null;
      await press.editReply(passage ? renderPassage(passage, view.id, bot.sourceBaseUrl) : renderNotice(CHANGED));
      return;
    }
    case 'page': {
      await press.deferUpdate();
      const passage = REFERENCE.test(rest ?? '') ? await bot.answering.passage(rest!, scope) : null;
      await press.editReply(
        passage
          ? renderPassage(passage, view.id, bot.sourceBaseUrl)
          : { ...renderNotice(CHANGED), embeds: [], components: [] },
      );
      return;
    }
    case 'more': {
      await press.deferReply({ flags: MessageFlags.Ephemeral });
      await admit(bot, askerOf(press));
      const sourceId = answer.citations[0]?.sourceId ?? '';
      const found = await bot.queue.run(press.user.id, () =>
        bot.answering.ask(answer.question, { ...filter, sourceId }, scope),
      );
      const title = answer.citations[0]?.title ?? '';
      const passages = await passagesOf(bot, found.passages, scope);
      const what = 'The passages of this source nearest to the question';
      await press.editReply(
        passages.length > 0
          ? renderExcerpts(`More from “${title}”`, what, passages, view.id, bot.sourceBaseUrl)
          : renderNotice(CHANGED),
      );
      return;
    }
    case 'nearest': {
      await press.deferReply({ flags: MessageFlags.Ephemeral });
      await admit(bot, askerOf(press));
      const found = await bot.queue.run(press.user.id, () => bot.answering.ask(answer.question, filter, scope));
      const passages = await passagesOf(bot, (found.nearest ?? found.passages).slice(0, 2), scope);
      const what = 'The nearest passages of the sources. They do not answer the question';
      await press.editReply(
        passages.length > 0
          ? renderExcerpts('Not an answer', what, passages, view.id, bot.sourceBaseUrl)
          : renderNotice(CHANGED),
      );
      return;
    }
    case 'share':
      return share(press, bot, view);
    case 'helpful':
      bot.state.feedback.put({ ...about(view, press), verdict: 'helpful', reason: null, comment: null });
      await press.reply({ ...renderNotice('Thank you. That is noted.'), flags: MessageFlags.Ephemeral });
      return;
    case 'unhelpful':
      await press.showModal(feedbackForm(view.id));
      return;
    case 'report':
      await press.showModal(reportForm(view.id));
      return;
    default:
      throw new NotNowError('This button is from an older version and no longer works. Please ask again.');
  }
}

/** Shows a private answer to the channel, naming who shared it; its passages must still be there to be seen. */
async function share(press: Exclude<Press, ModalSubmitInteraction>, bot: Bot, view: AnswerView): Promise<void> {
  if (settingsAt(bot, placeOf(press)).mode === 'off') throw new NotNowError('I am switched off in this channel.');
  if (view.data.isShared || !view.isPrivate) throw new NotNowError('This answer has been shared already.');
  await press.deferUpdate();
  const scope = scopeAt(bot, placeOf(press));
  for (const { passageReference } of view.data.answer.citations)
    if ((await bot.answering.passage(passageReference, scope)) === null) {
      await press.followUp({ ...renderNotice(CHANGED), flags: MessageFlags.Ephemeral });
      return;
    }
  const shared = bot.state.views.add({ ...view, userId: press.user.id, isPrivate: false });
  const message = await press.followUp(
    renderAnswer(view.data.answer, bot.sourceBaseUrl, {
      ...shownOf({ ...view, id: shared.id, isPrivate: false }),
      sharedBy: `<@${press.user.id}>`,
    }),
  );
  keepReply(bot, press, shared, message);
  const data = { ...view.data, isShared: true };
  bot.state.views.update(view.id, { data });
  await press.editReply(renderAnswer(data.answer, bot.sourceBaseUrl, shownOf({ ...view, data })));
}

/** Keeps what a form says, and posts it to the server's feedback channel when there is one. */
async function takeForm(form: ModalSubmitInteraction, bot: Bot, view: AnswerView, action: string): Promise<void> {
  const isReport = action === 'report';
  const chosen = isReport ? 'missing source' : form.fields.getStringSelectValues('reason')[0];
  const reason = FEEDBACK_REASONS.find((each) => each === chosen) ?? ('other' satisfies FeedbackReason);
  const written = withoutMentions(form.fields.getTextInputValue('comment'), form, bot);
  const comment = written.trim().slice(0, COMMENT) || null;
  const wantsNews =
    isReport && form.fields.fields.has('news') && form.fields.getStringSelectValues('news').includes('yes');
  const feedback = {
    ...about(view, form),
    wantsNews,
    verdict: isReport ? ('reported' as const) : ('not helpful' as const),
    reason,
    comment,
  };
  bot.state.feedback.put(feedback);
  await form.reply({ ...renderNotice('Thank you. It is kept for the maintainers.'), flags: MessageFlags.Ephemeral });
  const channelId = form.guildId === null ? null : bot.state.settings.ofServer(form.guildId).feedbackChannel;
  if (channelId === null) return;
  // That channel may see less than the one that the answer was given in.
  const there = scopeAt(bot, { guildId: form.guildId, channelId, settingsChannelId: channelId });
  const reference = view.data.answer.citations[0]?.passageReference;
  const isSeen = reference !== undefined && (await bot.answering.passage(reference, there)) !== null;
  await bot
    .post(channelId, renderFeedback(feedback, isSeen ? (view.data.answer.evidence[0]?.plain ?? null) : null))
    .catch((error: unknown) => bot.log.warn({ err: error, channelId }, 'feedback could not be posted; it is kept'));
}

function askerOf(press: Press) {
  return { place: placeOf(press), userId: press.user.id, roles: rolesOf(press.member) };
}

function about(view: AnswerView, press: Press) {
  return {
    viewId: view.id,
    guildId: view.guildId,
    channelId: view.channelId,
    userId: press.user.id,
    question: view.data.answer.question,
  };
}
