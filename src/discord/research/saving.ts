import type { CaseHead, Content, Item } from '../../case/case.ts';
import { contentOfAnswer, contentOfCard, contentOfEvidence, contentOfPassage } from '../../case/quote.ts';
import type { ShownEntity } from '../../engine/answerer.ts';
import { placeOf, scopeAt } from '../access.ts';
import { NotNowError } from '../asking/admit.ts';
import { ANSWER_VIEW, type AnswerView } from '../asking/answer-view.ts';
import type { Bot } from '../bot.ts';
import { viewBehind } from '../components/views.ts';
import { CARD_VIEW, MESSAGE_VIEW } from '../render/saving.ts';
import { actor, type By, withoutMentions } from './case-access.ts';

/** What stands behind the button of a message that is to be saved. */
export interface MessageData {
  readonly url: string;
  readonly text: string;
}

/** What is saved; `subjectId` wrote it, when it is a message. */
export interface Saved {
  readonly content: Content;
  readonly subjectId: string;
}

const CHANGED = 'The sources have changed since: that passage is no longer among them. Please ask again.';

/**
 * What a “save” button stands for: `answer`, `card`, `message`, or the passage of a reference.
 * @throws NotNowError when it is no longer there, or not the person's to see.
 */
export async function savedBehind(bot: Bot, press: By, what: string, viewId: string): Promise<Saved> {
  const view = viewBehind(
    bot,
    press,
    viewId,
    what === 'card' ? CARD_VIEW : what === 'message' ? MESSAGE_VIEW : ANSWER_VIEW,
  );
  switch (what) {
    case 'answer':
      return { content: await contentOf(bot, view as AnswerView), subjectId: '' };
    case 'card': {
      const { card, index } = view.data as Pick<ShownEntity, 'card' | 'index'>;
      return { content: contentOfCard(card, index), subjectId: '' };
    }
    case 'message': {
      const { url, text } = view.data as MessageData;
      return { content: { kind: 'message', url, text, quotations: [] }, subjectId: view.subjectId ?? '' };
    }
    default: {
      const reference = /^[0-9a-f]{16}$/.test(what) ? what : '';
      const passage = await bot.answering.passage(reference, scopeAt(bot, placeOf(press)));
      if (!passage) throw new NotNowError(CHANGED);
      return { content: contentOfPassage(passage), subjectId: '' };
    }
  }
}

/** An answer as a case keeps it; with `n`, one quotation of it, or null when it has none such. */
export async function contentOf(bot: Bot, view: AnswerView): Promise<Content>;
export async function contentOf(bot: Bot, view: AnswerView, n: number): Promise<Content | null>;
export async function contentOf(bot: Bot, { data: { answer } }: AnswerView, n?: number): Promise<Content | null> {
  const whole = { ...answer, index: answer.index ?? (await bot.answering.version()) };
  return n === undefined ? contentOfAnswer(whole, answer.names) : contentOfEvidence(whole, n);
}

/** Saves to a case, once: what it holds already is not saved again. */
export function save(bot: Bot, by: By, head: CaseHead, saved: Saved): { item: Item; isNew: boolean } {
  const { subjectId } = saved;
  const { content: given } = saved;
  const content =
    given.kind === 'question'
      ? { ...given, question: withoutMentions(given.question, by, bot) }
      : given.kind === 'message'
        ? { ...given, text: withoutMentions(given.text, by, bot) }
        : given;
  const held = bot.cases.holding(head.id, content);
  if (held) return { item: held, isNew: false };
  const item = bot.cases.add(head.id, { content, userId: actor(bot, by), subjectId });
  bot.cards.changed(head.id);
  return { item, isNew: true };
}
