import { ButtonStyle, ComponentType } from 'discord.js';
import { visible } from '../../answer/describe.ts';
import type { CaseHead, Item } from '../../case/case.ts';
import { caseId } from './case.ts';
import { button, row } from './controls.ts';
import * as limits from './limits.ts';
import { type Payload, renderNotice } from './message.ts';
import { clip, literalClip } from './text.ts';

/** Kinds of the views behind cards of names and behind messages that may be saved. */
export const CARD_VIEW = 'card';
export const MESSAGE_VIEW = 'message';

/**
 * Custom ids of saving: `save:ask:WHAT:VIEW` (the button), `save:to:WHAT:VIEW` (the menu of cases), `save:new:WHAT:VIEW` (the form).
 * WHAT is answer, card, message, or the reference of a passage.
 */
export function saveId(action: 'ask' | 'to' | 'new', what: string, viewId: string): string {
  return ['save', action, what, viewId].join(':');
}

export function saveButton(what: string, viewId: string) {
  return button('Save to case', saveId('ask', what, viewId));
}

/** Tells that something is saved, with what can be done about it. */
export function renderSaved(head: CaseHead, item: Item, isNew: boolean): Payload {
  const title = literalClip(head.title, 150);
  return {
    ...renderNotice(
      isNew ? `Saved to “${title}” as item ${item.number}.` : `“${title}” has this already, as item ${item.number}.`,
    ),
    components: [
      row(
        button(item.content.kind === 'note' ? 'Edit' : 'Note on it', caseId('edit', head.id, item.id)),
        ...(isNew ? [button('Undo', caseId('remove', head.id, item.id))] : []),
      ),
    ],
  };
}

/** Tells that an item is out of a case, with a way back. */
export function renderRemoved(head: CaseHead, item: Item): Payload {
  return {
    ...renderNotice(`Item ${item.number} is out of the case. Its history keeps it.`),
    components: [row(button('Put it back', caseId('restore', head.id, item.id)))],
  };
}

/** A menu of the open cases that something can be saved to, and a button for a new one. */
export function renderWhere(heads: readonly CaseHead[], what: string, viewId: string): Payload {
  return {
    ...renderNotice('Save to which case?'),
    components: [
      row({
        type: ComponentType.StringSelect,
        custom_id: saveId('to', what, viewId),
        placeholder: 'Choose a case',
        options: heads.slice(0, limits.SELECT_OPTIONS).map(({ id, title }) => ({
          label: clip(visible(title).trim() || '…', limits.SELECT_OPTION_TEXT),
          value: id,
        })),
      }),
      row(button('Open a new case', saveId('new', what, viewId), { style: ButtonStyle.Primary })),
    ],
  };
}
