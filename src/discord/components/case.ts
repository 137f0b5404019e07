import { type MessageComponentInteraction, MessageFlags, type ModalSubmitInteraction } from 'discord.js';
import type { CaseHead, Item } from '../../case/case.ts';
import { isFormat } from '../../case/export/export.ts';
import { ConflictError } from '../../case/store.ts';
import type { Scope } from '../../index/view.ts';
import { placeOf, scopeAt, viewOwner } from '../access.ts';
import { NotNowError } from '../asking/admit.ts';
import type { Bot } from '../bot.ts';
import { reportFailure } from '../failure.ts';
import { renderItem, SEARCH_VIEW } from '../render/case.ts';
import { noteForm, renderConflict, renderFormats, textFile } from '../render/case-forms.ts';
import { type Payload, renderNotice } from '../render/message.ts';
import { renderRemoved, renderSaved } from '../render/saving.ts';
import { actor, caseBehind, withoutMentions } from '../research/case-access.ts';
import { exported } from '../research/case-files.ts';
import { historyOf, pageOf, shownCase, withStates } from '../research/show.ts';
import { type Press, viewBehind } from './views.ts';

/** Kind of the views that keep the text of an edit that came too late. */
const LOST_EDIT_VIEW = 'case-edit';

interface LostEdit {
  readonly caseId: string;
  readonly itemId: string;
  readonly text: string;
  /** The version that its writer was shown. */
  readonly seenVersion: number;
}

const OLD = 'This button is from an older version and no longer works.';

/** Answers what is pressed on a case: `case:ACTION:CASE[:REST]`. Everything is checked where it happens: ids are no permission. */
export async function onCase(
  press: Press,
  bot: Bot,
  [action = '', id = '', ...rest]: readonly string[],
): Promise<void> {
  if (press.isModalSubmit()) return takeForm(press, bot, action, id, rest);
  const chosen = press.isStringSelectMenu() ? (press.values[0] ?? '') : '';
  // A form can only be shown in the place of an acknowledgement.
  if (action === 'note' || action === 'edit') {
    const head = caseBehind(bot, press, id);
    const item = action === 'edit' ? presentItem(bot, head, rest[0] ?? '') : null;
    await press.showModal(noteForm(head, item));
    return;
  }
  const isOwn = press.message.flags.has(MessageFlags.Ephemeral);
  // What the person alone sees is turned; under what everybody sees, and beside a list that is read on, comes a message of their own.
  if (isOwn && !KEEPS_MESSAGE.has(action)) await press.deferUpdate();
  else await press.deferReply({ flags: MessageFlags.Ephemeral });
  const payload = await answerTo(press, bot, action, id, rest, chosen);
  await press.editReply({ content: '', embeds: [], components: [], attachments: [], ...payload });
}

/** Actions whose message stays as it is. */
const KEEPS_MESSAGE: ReadonlySet<string> = new Set(['item', 'export', 'replace']);

async function answerTo(
  press: MessageComponentInteraction,
  bot: Bot,
  action: string,
  id: string,
  rest: readonly string[],
  chosen: string,
): Promise<Payload> {
  const scope = scopeAt(bot, placeOf(press));
  if (action === 'found') {
    const view = viewBehind(bot, press, id, SEARCH_VIEW);
    const { caseId, text } = view.data as { caseId: string; text: string };
    return pageOf(bot, caseBehind(bot, press, caseId), numberIn(rest[0]), scope, { text, viewId: view.id });
  }
  if (action === 'replace') return replace(press, bot, id);
  const head = caseBehind(bot, press, action === 'pick' ? chosen : id);
  switch (action) {
    case 'pick':
      return pageOf(bot, head, 0, scope);
    case 'page':
      return pageOf(bot, head, numberIn(rest[0]), scope);
    case 'history':
      return historyOf(bot, head, numberIn(rest[0]));
    case 'item':
      return itemOf(bot, head, chosen, scope);
    case 'move':
      bot.cases.move(head.id, rest[0] ?? '', numberIn(rest[1]), actor(bot, press));
      bot.cards.changed(head.id);
      return itemOf(bot, head, rest[0] ?? '', scope);
    case 'remove': {
      const item = presentItem(bot, head, rest[0] ?? '');
      bot.cases.remove(head.id, item.id, actor(bot, press));
      bot.cards.changed(head.id);
      return renderRemoved(head, item);
    }
    case 'restore': {
      const itemId = rest[0] ?? chosen;
      bot.cases.restore(head.id, itemId, actor(bot, press));
      bot.cards.changed(head.id);
      return itemOf(bot, head, itemId, scope);
    }
    case 'formats':
      return renderFormats(head);
    case 'export':
      if (!isFormat(chosen)) throw new NotNowError(OLD);
      return exported(bot, head, chosen, scope);
    default:
      throw new NotNowError(OLD);
  }
}

/** Takes a new note, or an edited one; one that somebody else was faster with is kept and given back. */
async function takeForm(
  form: ModalSubmitInteraction,
  bot: Bot,
  action: string,
  id: string,
  [itemId = '', version]: readonly string[],
): Promise<void> {
  const text = withoutMentions(form.fields.getTextInputValue('note'), form, bot);
  try {
    const head = caseBehind(bot, form, id);
    const userId = actor(bot, form);
    const content = { kind: 'note' } as const;
    const item =
      action === 'note'
        ? bot.cases.add(head.id, { content, note: text, userId })
        : bot.cases.editNote(head.id, itemId, numberIn(version), text, userId);
    bot.cards.changed(head.id);
    const said = action === 'note' ? renderSaved(head, item, true) : renderNotice(`Item ${item.number} is changed.`);
    await form.reply({ ...said, flags: MessageFlags.Ephemeral });
  } catch (error) {
    // Whatever it was: nobody has to write a text twice.
    if (!(error instanceof ConflictError)) {
      const said = reportFailure(error, bot.log, { interaction: form.id });
      await form.reply({ ...renderNotice(said), ...textFile(text), flags: MessageFlags.Ephemeral });
      return;
    }
    await form.reply({ ...conflict(bot, form, id, error.theirs, text), flags: MessageFlags.Ephemeral });
  }
}

/** Keeps a text that came too late, tells its writer, and gives it back. */
function conflict(bot: Bot, by: Press, caseId: string, theirs: Item, text: string): Payload {
  const data: LostEdit = { caseId, itemId: theirs.id, text, seenVersion: theirs.version };
  const view = bot.state.views.add({ ...viewOwner(by), isPrivate: true, kind: LOST_EDIT_VIEW, data });
  const name = bot.state.people.names().get(theirs.editedBy) ?? 'Somebody';
  return renderConflict(caseBehind(bot, by, caseId), theirs, text, view.id, name);
}

/** Puts an edit that came too late in the place of the one that its writer was shown; of a still newer one they are told again. */
function replace(press: MessageComponentInteraction, bot: Bot, viewId: string): Payload {
  const { caseId, itemId, text, seenVersion } = viewBehind(bot, press, viewId, LOST_EDIT_VIEW).data as LostEdit;
  const head = caseBehind(bot, press, caseId);
  try {
    const item = bot.cases.editNote(head.id, itemId, seenVersion, text, actor(bot, press));
    bot.cards.changed(head.id);
    return renderNotice(`Item ${item.number} has your text now.`);
  } catch (error) {
    if (error instanceof ConflictError) return conflict(bot, press, caseId, error.theirs, text);
    throw error;
  }
}

function presentItem(bot: Bot, head: CaseHead, itemId: string): Item {
  const item = bot.cases.item(head.id, itemId);
  if (!item || item.isHidden) throw new NotNowError('This item is no longer in the case.');
  return item;
}

async function itemOf(bot: Bot, head: CaseHead, itemId: string, scope: Scope): Promise<Payload> {
  const [shown] = await withStates(bot, head.id, [presentItem(bot, head, itemId)], scope);
  return renderItem(shownCase(bot, head), shown!, bot.sourceBaseUrl);
}

function numberIn(text: string | undefined): number {
  return /^\d{1,6}$/.test(text ?? '') ? Number(text) : 0;
}
