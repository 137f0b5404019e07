import { type MessageComponentInteraction, MessageFlags, type ModalSubmitInteraction } from 'discord.js';
import { isFormat } from '../../case/export/export.ts';
import { ConflictError } from '../../case/store.ts';
import { placeOf, scopeAt } from '../access.ts';
import { NotNowError } from '../asking/admit.ts';
import type { Bot } from '../bot.ts';
import { reportFailure } from '../failure.ts';
import { renderItem, SEARCH_VIEW } from '../render/case.ts';
import { noteForm, renderConflict, renderFormats } from '../render/case-forms.ts';
import { type Payload, renderNotice } from '../render/message.ts';
import { renderSaved } from '../render/saving.ts';
import { actor, caseBehind, withoutMentions } from '../research/case-access.ts';
import { exported } from '../research/case-files.ts';
import { historyOf, pageOf, placesOf, shownCase, withStates } from '../research/show.ts';
import { type Press, viewBehind } from './views.ts';

/** Kind of the views that keep the text of an edit that came too late. */
const LOST_EDIT_VIEW = 'case-edit';

interface LostEdit {
  readonly caseId: string;
  readonly itemId: string;
  readonly text: string;
}

const OLD = 'This button is from an older version and no longer works.';

/** Answers what is pressed on a case: `case:ACTION:CASE[:REST]`. Everything is checked where it happens: ids are no permission. */
export async function onCase(
  press: Press,
  bot: Bot,
  [action = '', id = '', ...rest]: readonly string[],
): Promise<void> {
  if (press.isModalSubmit()) return takeForm(press, bot, action, id, rest);
  const scope = scopeAt(bot, placeOf(press));
  if (action === 'found') {
    const view = viewBehind(bot, press, id, SEARCH_VIEW);
    const { caseId, text } = view.data as { caseId: string; text: string };
    const head = caseBehind(bot, press, caseId);
    return show(press, await pageOf(bot, head, numberIn(rest[0]), scope, { text, viewId: view.id }));
  }
  if (action === 'replace') return replace(press, bot, id);
  const chosen = press.isStringSelectMenu() ? (press.values[0] ?? '') : '';
  const head = caseBehind(bot, press, action === 'pick' ? chosen : id);
  switch (action) {
    case 'pick':
      return show(press, await pageOf(bot, head, 0, scope));
    case 'page':
      return show(press, await pageOf(bot, head, numberIn(rest[0]), scope));
    case 'history':
      return show(press, historyOf(bot, head, numberIn(rest[0])));
    case 'item':
      await press.reply({ ...(await itemOf(bot, head.id, chosen, press)), flags: MessageFlags.Ephemeral });
      return;
    case 'note':
      await press.showModal(noteForm(head, null));
      return;
    case 'edit': {
      const item = bot.cases.item(head.id, rest[0] ?? '');
      if (!item) throw new NotNowError('This item is no longer in the case.');
      await press.showModal(noteForm(head, item));
      return;
    }
    case 'move':
      bot.cases.move(head.id, rest[0] ?? '', numberIn(rest[1]), actor(bot, press));
      bot.cards.changed(head.id);
      return show(press, await itemOf(bot, head.id, rest[0] ?? '', press));
    case 'remove': {
      const item = bot.cases.item(head.id, rest[0] ?? '');
      bot.cases.remove(head.id, rest[0] ?? '', actor(bot, press));
      bot.cards.changed(head.id);
      return show(press, renderNotice(`Item ${item?.number ?? ''} is out of the case. Its history keeps it.`));
    }
    case 'formats':
      return show(press, renderFormats(head));
    case 'export': {
      if (!isFormat(chosen)) throw new NotNowError(OLD);
      await press.deferReply({ flags: MessageFlags.Ephemeral });
      await press.editReply(await exported(bot, head, chosen, scope));
      return;
    }
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
    const { head, userId } = { head: caseBehind(bot, form, id), userId: form.user.id };
    const { guildId, channelId } = placeOf(form);
    const kept = { guildId: guildId ?? '', channelId, userId, isPrivate: true };
    const data: LostEdit = { caseId: head.id, itemId, text };
    const view = bot.state.views.add({ ...kept, kind: LOST_EDIT_VIEW, data });
    const by = bot.state.people.names().get(error.theirs.editedBy) ?? 'Somebody';
    await form.reply({ ...renderConflict(head, error.theirs, text, view.id, by), flags: MessageFlags.Ephemeral });
  }
}

/** A person's own text, given back. */
function textFile(text: string) {
  return { files: [{ attachment: Buffer.from(text, 'utf8'), name: 'your-text.txt' }] };
}

/** Puts an edit that came too late in the place of the one that was faster, as the person chose it. */
async function replace(press: MessageComponentInteraction, bot: Bot, viewId: string): Promise<void> {
  const { caseId, itemId, text } = viewBehind(bot, press, viewId, LOST_EDIT_VIEW).data as LostEdit;
  const head = caseBehind(bot, press, caseId);
  const item = bot.cases.item(head.id, itemId);
  if (!item) throw new NotNowError('This item is no longer in the case. Your text is in the file above.');
  bot.cases.editNote(head.id, itemId, item.version, text, actor(bot, press));
  bot.cards.changed(head.id);
  await press.reply({ ...renderNotice(`Item ${item.number} has your text now.`), flags: MessageFlags.Ephemeral });
}

async function itemOf(bot: Bot, id: string, itemId: string, press: Press): Promise<Payload> {
  const [head, item] = [caseBehind(bot, press, id), bot.cases.item(id, itemId)];
  if (!item || item.isHidden) throw new NotNowError('This item is no longer in the case.');
  const place = placesOf(bot, id).get(itemId) ?? 1;
  const [shown] = await withStates(bot, [item], place, scopeAt(bot, placeOf(press)));
  return renderItem(shownCase(bot, head), shown!, bot.sourceBaseUrl);
}

/** Turns a message that the person alone sees; under one that everybody sees the answer is the person's alone. */
async function show(press: MessageComponentInteraction, payload: Payload): Promise<void> {
  if (press.message.flags.has(MessageFlags.Ephemeral))
    await press.update({ content: '', embeds: [], components: [], attachments: [], ...payload });
  else await press.reply({ ...payload, flags: MessageFlags.Ephemeral });
}

function numberIn(text: string | undefined): number {
  return /^\d{1,6}$/.test(text ?? '') ? Number(text) : 0;
}
