import type { AnswerPassage } from '../../answer/answer.ts';
import type { PassageView } from '../../engine/library.ts';
import type { Scope } from '../../index/view.ts';
import type { Bot } from '../bot.ts';
import { EXCERPTS } from '../render/excerpts.ts';

/** The first of an answer's passages with their citations; those that are gone meanwhile stay out. */
export async function passagesOf(bot: Bot, passages: readonly AnswerPassage[], scope: Scope): Promise<PassageView[]> {
  const found = await Promise.all(
    passages.slice(0, EXCERPTS).map(({ reference }) => bot.answering.passage(reference, scope)),
  );
  return found.filter((passage) => passage !== null);
}
