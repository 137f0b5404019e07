import { type CaseHead, type Content, type Item, summarize } from '../../case/case.ts';
import { contentOfAnswer, contentOfCard, contentOfPassage } from '../../case/quote.ts';
import type { ShownEntity } from '../../engine/answerer.ts';
import { placeOf, scopeAt } from '../access.ts';
import { NotNowError } from '../asking/admit.ts';
import { ANSWER_VIEW, type AnswerView } from '../asking/answer-view.ts';
import type { Bot } from '../bot.ts';
import { viewBehind } from '../components/views.ts';
import { CARD_VIEW, MESSAGE_VIEW } from '../render/saving.ts';
import { actor, type By } from './case-access.ts';

/** What stands behind the button of a message that is to be saved. */
export interface MessageData {
  readonly url: string;
  readonly text: string;
  readonly authorId: string;
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
      const { url, text, authorId } = view.data as MessageData;
      return { content: { kind: 'message', url, text, quotations: [] }, subjectId: authorId };
    }
    default: {
      const reference = /^[0-9a-f]{16}$/.test(what) ? what : '';
      const passage = await bot.answering.passage(reference, scopeAt(bot, placeOf(press)));
      if (!passage) throw new NotNowError(CHANGED);
      return { content: contentOfPassage(passage), subjectId: '' };
    }
  }
}

/** An answer as a case keeps it. */
export async function contentOf(bot: Bot, { data: { answer } }: AnswerView): Promise<Content> {
  return contentOfAnswer({ ...answer, index: answer.index ?? (await bot.answering.version()) }, answer.names);
}

/** Saves to a case, once: what it holds already is not saved again. */
export function save(bot: Bot, by: By, head: CaseHead, { content, subjectId }: Saved): { item: Item; isNew: boolean } {
  const held = bot.cases.holding(head.id, content);
  if (held) return { item: held, isNew: false };
  const item = bot.cases.add(head.id, { content, userId: actor(bot, by), subjectId });
  bot.cards.changed(head.id);
  return { item, isNew: true };
}

/** A title for a case that is opened to save this. */
export function titleFor({ content }: Saved): string {
  return summarize({ content, note: '' }).replace(/[“”]/g, '').slice(0, 100);
}
