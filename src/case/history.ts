import { type Item, summarize } from './case.ts';
import type { CaseEvent } from './event.ts';

/** How names, items and texts are written where a history is shown. */
export interface HistoryWriting {
  /** The item of an id, or null when it was purged. */
  itemOf(itemId: string): Item | null;
  nameOf(userId: string): string;
  /** Somebody's text in quotation marks, cut and made harmless for where it is shown. */
  quote(text: string): string;
}

/** What an event was, as the rest of a sentence that begins with who did it. */
export function describeChange({ change, subjectId }: CaseEvent, { itemOf, nameOf, quote }: HistoryWriting): string {
  const item = 'itemId' in change ? `item ${itemOf(change.itemId)?.number ?? '?'}` : '';
  switch (change.kind) {
    case 'opened':
      return `opened the case as ${quote(change.title)}`;
    case 'retitled':
      return `changed the title to ${quote(change.title)}`;
    case 'alerted':
      return change.alerts ? 'switched news of sources on' : 'switched news of sources off';
    case 'restricted':
      return 'restricted the case to its members';
    case 'unrestricted':
      return 'opened the case to everybody who sees the channel';
    case 'member added':
      return `added ${nameOf(subjectId)} as a member`;
    case 'member removed':
      return `removed ${nameOf(subjectId)} from the members`;
    case 'added':
      return `saved item ${change.number} (${change.content.kind}): ${quote(summarize(change))}`;
    case 'edited':
      return `edited the note of ${item}: ${quote(change.note)}`;
    case 'moved':
      return `moved ${item}`;
    case 'tagged': {
      const tags = [...change.added.map((tag) => `+${tag}`), ...change.removed.map((tag) => `-${tag}`)];
      return `tagged ${item}: ${quote(tags.join(' '))}`;
    }
    case 'purged':
      return `purged item ${change.number} (${change.what}) for good`;
    case 'renumbered':
      return 'made room between items';
    case 'closed':
      return 'closed the case';
    case 'reopened':
      return 'reopened the case';
    case 'removed':
      return `removed ${item}`;
    case 'restored':
      return `put ${item} back`;
  }
}
