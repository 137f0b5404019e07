import type { CaseHead, Content, Item } from './case.ts';

/** What happened to a case. Ids of people are not in it: they stand beside it, where they can be forgotten. */
export type Change =
  | { readonly kind: 'opened'; readonly title: string; readonly guildId: string; readonly channelId: string }
  | { readonly kind: 'retitled'; readonly title: string }
  | { readonly kind: 'alerted'; readonly alerts: boolean }
  | { readonly kind: 'restricted' | 'unrestricted' | 'closed' | 'reopened' }
  /** Positions were given anew, in this order of ids. */
  | { readonly kind: 'renumbered'; readonly order: readonly string[] }
  /** The person is the event's subject. */
  | { readonly kind: 'member added' | 'member removed' }
  | {
      readonly kind: 'added';
      readonly itemId: string;
      readonly number: number;
      readonly position: number;
      readonly content: Content;
      readonly note: string;
    }
  | { readonly kind: 'edited'; readonly itemId: string; readonly note: string }
  | { readonly kind: 'moved'; readonly itemId: string; readonly position: number }
  | {
      readonly kind: 'tagged';
      readonly itemId: string;
      readonly added: readonly string[];
      readonly removed: readonly string[];
    }
  | { readonly kind: 'removed' | 'restored'; readonly itemId: string }
  /** An administrator deleted an item with its history: what is left is that it was there. */
  | { readonly kind: 'purged'; readonly number: number; readonly what: Content['kind'] };

/** A change as the history keeps it. */
export interface CaseEvent {
  readonly version: number;
  readonly change: Change;
  /** Who did it; '' when that was forgotten. */
  readonly userId: string;
  /** Who else it is about, or ''. */
  readonly subjectId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** A case with its members and all its items, hidden ones too. */
export interface CaseState {
  readonly head: CaseHead;
  readonly members: ReadonlySet<string>;
  readonly items: ReadonlyMap<string, Item>;
}

/** Distance between neighbours when items are numbered anew: room for some fifty halvings. */
export const STEP = 1024;

/** A case after an event; an unopened case is null. */
export function headAfter(head: CaseHead | null, event: CaseEvent, id: string): CaseHead {
  const { change, at, userId, version } = event;
  if (change.kind === 'opened') {
    const { title, guildId, channelId } = change;
    const times = { createdAt: at, changedAt: at };
    return {
      ...{ id, guildId, channelId, title, isOpen: true, alerts: false, isRestricted: false, version, userId },
      ...times,
    };
  }
  if (!head) throw new Error(`the history of case ${id} does not begin with its opening`);
  const next = { ...head, version, changedAt: at };
  switch (change.kind) {
    case 'retitled':
      return { ...next, title: change.title };
    case 'alerted':
      return { ...next, alerts: change.alerts };
    case 'restricted':
    case 'unrestricted':
      return { ...next, isRestricted: change.kind === 'restricted' };
    case 'closed':
    case 'reopened':
      return { ...next, isOpen: change.kind === 'reopened' };
    default:
      return next;
  }
}

/** An item after an event that is about it; one that is not there yet is null. */
export function itemAfter(item: Item | null, { change, userId, subjectId, at }: CaseEvent): Item {
  if (change.kind === 'added')
    return {
      id: change.itemId,
      number: change.number,
      position: change.position,
      content: change.content,
      note: change.note,
      tags: [],
      isHidden: false,
      version: 1,
      userId,
      subjectId,
      editedBy: '',
      createdAt: at,
      editedAt: null,
    };
  if (!item) throw new Error(`an event is about an item that was not added: ${change.kind}`);
  switch (change.kind) {
    case 'edited':
      return { ...item, note: change.note, version: item.version + 1, editedBy: userId, editedAt: at };
    case 'moved':
      return { ...item, position: change.position };
    case 'tagged': {
      const kept = item.tags.filter((tag) => !change.removed.includes(tag));
      return { ...item, tags: [...new Set([...kept, ...change.added])].sort() };
    }
    case 'removed':
    case 'restored':
      return { ...item, isHidden: change.kind === 'removed' };
    default:
      return item;
  }
}

/** Id of the item that a change is about, or null. */
export function itemOf(change: Change): string | null {
  return 'itemId' in change ? change.itemId : null;
}

/** Items with positions by their place in an order of ids. */
export function renumbered(items: ReadonlyMap<string, Item>, order: readonly string[]): Map<string, Item> {
  const places = new Map(order.map((id, n) => [id, (n + 1) * STEP]));
  return new Map([...items].map(([id, item]) => [id, { ...item, position: places.get(id) ?? item.position }]));
}

/** The state of a case from its history alone. */
export function replay(id: string, events: Iterable<CaseEvent>): CaseState | null {
  let head: CaseHead | null = null;
  const members = new Set<string>();
  let items = new Map<string, Item>();
  for (const event of events) {
    head = headAfter(head, event, id);
    const itemId = itemOf(event.change);
    if (itemId !== null) items.set(itemId, itemAfter(items.get(itemId) ?? null, event));
    // Whoever was forgotten is a member no longer.
    if (event.change.kind === 'member added' && event.subjectId !== '') members.add(event.subjectId);
    if (event.change.kind === 'member removed') members.delete(event.subjectId);
    if (event.change.kind === 'unrestricted') members.clear();
    if (event.change.kind === 'renumbered') items = renumbered(items, event.change.order);
  }
  return head && { head, members, items };
}
