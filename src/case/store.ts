import { randomBytes } from 'node:crypto';
import { visible } from '../answer/describe.ts';
import { UserError } from '../errors.ts';
import type { Database } from '../state/database.ts';
import { deleteCase, purging } from '../state/delete-case.ts';
import { append } from './append.ts';
import { type CaseHead, type Content, type Item, MOST_NOTE, MOST_TAG, MOST_TAGS, MOST_TITLE } from './case.ts';
import { type Change, STEP } from './event.ts';
import { CaseReader } from './reader.ts';

/** A change that can't be made; its message is for the person. */
export class CaseError extends UserError {
  override readonly name: string = 'CaseError';
}

/** Somebody else was faster. `theirs` is what holds now; the text that was not taken is the caller's to give back. */
export class ConflictError extends CaseError {
  override readonly name = 'ConflictError';
  constructor(readonly theirs: Item) {
    super('Somebody changed this meanwhile.');
  }
}

/** Random, and not taken for an option on a command line. */
function newId(): string {
  const id = randomBytes(10).toString('base64url');
  return /^[0-9a-z]/i.test(id) ? id : newId();
}

/** Case files in the database: every change is an event of the case's history, and is on the disk when a method returns. */
export class CaseStore extends CaseReader {
  constructor(
    database: Database,
    private readonly now: () => number = Date.now,
  ) {
    super(database);
  }

  open(given: { guildId: string; channelId: string; title: string; userId: string }): CaseHead {
    const { guildId, channelId, userId } = given;
    const id = newId();
    return this.write(() =>
      this.append(id, { kind: 'opened', title: checkedTitle(given.title), guildId, channelId }, userId),
    );
  }

  /**
   * Adds an item at the end.
   * @param subjectId who wrote the message that is saved, or ''.
   * @throws CaseError when the case is closed or gone, or the note too long.
   */
  add(
    id: string,
    {
      content,
      note = '',
      userId,
      subjectId = '',
    }: { content: Content; note?: string; userId: string; subjectId?: string },
  ): Item {
    const text = checkedNote(note);
    if (content.kind === 'note' && text === '') throw new CaseError('The note is empty.');
    return this.change(id, () => {
      const last = this.database
        .prepare(
          'SELECT coalesce(max(position), 0) AS position, coalesce(max(number), 0) AS number FROM case_items WHERE case_id = ?',
        )
        .get(id) as { position: number; number: number };
      // Purged numbers are not given again.
      const purged = this.database
        .prepare(
          "SELECT coalesce(max(json_extract(data, '$.number')), 0) AS number FROM case_events WHERE case_id = ? AND kind = 'purged'",
        )
        .get(id) as { number: number };
      const itemId = newId();
      const number = Math.max(last.number, purged.number) + 1;
      this.append(
        id,
        { kind: 'added', itemId, number, position: last.position + STEP, content, note: text },
        userId,
        subjectId,
      );
      return this.item(id, itemId)!;
    });
  }

  /**
   * Replaces the note of an item that its editor saw in this version.
   * @throws ConflictError when it was edited meanwhile, with the item as it is.
   */
  editNote(id: string, itemId: string, seenVersion: number, note: string, userId: string): Item {
    const text = checkedNote(note);
    return this.change(id, () => {
      const item = this.present(id, itemId);
      if (item.version !== seenVersion) throw new ConflictError(item);
      if (item.content.kind === 'note' && text === '')
        throw new CaseError('The note would be empty. To take it out of the case, remove the item.');
      if (item.note !== text) this.append(id, { kind: 'edited', itemId, note: text }, userId);
      return this.item(id, itemId)!;
    });
  }

  /** Moves an item to a place among those that are shown, counted from 1; a place behind the last is the last. */
  move(id: string, itemId: string, place: number, userId: string): void {
    this.change(id, () => {
      const item = this.present(id, itemId);
      if (this.placeOf(id, item) === place) return;
      const position = () => {
        const others = this.places(id).filter((each) => each.id !== itemId);
        const at = Math.min(Math.max(1, Math.trunc(place)), others.length + 1) - 1;
        const [before, after] = [others[at - 1]?.position ?? 0, others[at]?.position];
        return after === undefined ? before + STEP : (before + after) / 2;
      };
      const isFree = (wanted: number) =>
        !this.places(id, true).some((each) => each.position === wanted && each.id !== itemId);
      if (!isFree(position()))
        this.append(id, { kind: 'renumbered', order: this.places(id, true).map((each) => each.id) }, userId);
      this.append(id, { kind: 'moved', itemId, position: position() }, userId);
    });
  }

  /** Adds and removes tags. */
  tag(id: string, itemId: string, added: readonly string[], removed: readonly string[], userId: string): Item {
    const [more, fewer] = [[...new Set(added.map(checkedTag))], removed.map(checkedTag)];
    return this.change(id, () => {
      const { tags } = this.present(id, itemId);
      const kept = tags.filter((tag) => !fewer.includes(tag));
      if (new Set([...kept, ...more]).size > MOST_TAGS) throw new CaseError(`An item has at most ${MOST_TAGS} tags.`);
      this.append(id, { kind: 'tagged', itemId, added: more, removed: fewer }, userId);
      return this.item(id, itemId)!;
    });
  }

  /** Hides an item; it stays in the history and can be restored. */
  remove(id: string, itemId: string, userId: string): void {
    this.change(id, () => {
      this.present(id, itemId);
      this.append(id, { kind: 'removed', itemId }, userId);
    });
  }

  restore(id: string, itemId: string, userId: string): void {
    this.change(id, () => {
      if (this.item(id, itemId)?.isHidden) this.append(id, { kind: 'restored', itemId }, userId);
    });
  }

  retitle(id: string, title: string, userId: string): CaseHead {
    const text = checkedTitle(title);
    return this.change(id, (head) =>
      head.title === text ? head : this.append(id, { kind: 'retitled', title: text }, userId),
    );
  }

  setAlerts(id: string, alerts: boolean, userId: string): CaseHead {
    return this.change(id, (head) =>
      head.alerts === alerts ? head : this.append(id, { kind: 'alerted', alerts }, userId),
    );
  }

  /** Lets only its members see it: whoever opened it or saved something in it, whoever does this, and somebody else. */
  restrictTo(id: string, memberId: string, userId: string): void {
    this.change(id, (head) => {
      const team = head.isRestricted ? [] : [head.userId, ...this.savers(id)];
      if (!head.isRestricted) this.append(id, { kind: 'restricted' }, userId);
      for (const each of new Set([userId, ...team, memberId]))
        if (each !== '' && !this.members(id).includes(each)) this.append(id, { kind: 'member added' }, userId, each);
    });
  }

  removeMember(id: string, memberId: string, userId: string): void {
    this.change(id, () => {
      if (this.members(id).includes(memberId)) this.append(id, { kind: 'member removed' }, userId, memberId);
    });
  }

  /** Lets everybody who sees its channel see it; it has no members then. */
  unrestrict(id: string, userId: string): void {
    this.change(id, (head) => {
      if (head.isRestricted) this.append(id, { kind: 'unrestricted' }, userId);
    });
  }

  close(id: string, userId: string): CaseHead {
    return this.write(() => {
      const head = this.existing(id);
      return head.isOpen ? this.append(id, { kind: 'closed' }, userId) : head;
    });
  }

  reopen(id: string, userId: string): CaseHead {
    return this.write(() => {
      const head = this.existing(id);
      return head.isOpen ? head : this.append(id, { kind: 'reopened' }, userId);
    });
  }

  /** Deletes an item with its history; what is left is that an item of this number and kind was purged. */
  purgeItem(id: string, itemId: string, userId: string): Item {
    return this.write(() => {
      this.existing(id);
      const item = this.item(id, itemId);
      if (!item) throw new CaseError('There is no such item in this case.');
      purging(this.database, { id, items: 1, userId, now: this.now() }, () => {
        this.database.prepare('DELETE FROM case_events WHERE case_id = ? AND item_id = ?').run(id, itemId);
        this.database.prepare('DELETE FROM case_items WHERE case_id = ? AND id = ?').run(id, itemId);
      });
      this.append(id, { kind: 'purged', number: item.number, what: item.content.kind }, userId);
      return item;
    });
  }

  /** Deletes a case with its items and its history. @returns how many items it had, hidden ones too. */
  purgeCase(id: string, userId: string): number {
    return this.write(() => {
      this.existing(id);
      return deleteCase(this.database, id, userId, this.now());
    });
  }

  /** Notes which message shows a case, and the version and the index that it tells of. */
  putCard(id: string, messageId: string, version: number, generation: string): void {
    this.database
      .prepare('UPDATE cases SET card_message_id = ?, card_version = ?, card_generation = ? WHERE id = ?')
      .run(messageId, version, generation, id);
  }

  /** Notes that the message of a purged case is deleted. */
  cardDeleted({ channelId, messageId }: { channelId: string; messageId: string }): void {
    this.database
      .prepare('DELETE FROM case_cards_left WHERE channel_id = ? AND message_id = ?')
      .run(channelId, messageId);
  }

  /** Notes that a channel is told of sources; those that it was told of before are not among what is returned. */
  tell(channelId: string, sourceIds: readonly string[]): string[] {
    return this.write(() =>
      sourceIds.filter(
        (sourceId) =>
          this.database
            .prepare('INSERT OR IGNORE INTO case_alerts (channel_id, source_id, at) VALUES (?, ?, ?)')
            .run(channelId, sourceId, this.now()).changes > 0,
      ),
    );
  }

  /** Takes that back: the message could not be sent. */
  untell(channelId: string, sourceIds: readonly string[]): void {
    for (const sourceId of sourceIds)
      this.database.prepare('DELETE FROM case_alerts WHERE channel_id = ? AND source_id = ?').run(channelId, sourceId);
  }

  /** Who saved items that are shown. */
  private savers(id: string): string[] {
    const rows = this.database
      .prepare('SELECT DISTINCT user_id FROM case_items WHERE case_id = ? AND is_hidden = 0')
      .all(id) as { user_id: string }[];
    return rows.map(({ user_id }) => user_id);
  }

  /** Ids and positions in the order that items are shown in. */
  private places(id: string, withHidden = false): { id: string; position: number }[] {
    return this.database
      .prepare(
        `SELECT id, position FROM case_items WHERE case_id = ?${withHidden ? '' : ' AND is_hidden = 0'} ORDER BY position, number`,
      )
      .all(id) as { id: string; position: number }[];
  }

  private existing(id: string): CaseHead {
    const head = this.find(id);
    if (!head) throw new CaseError('This case is no longer there.');
    return head;
  }

  private present(id: string, itemId: string): Item {
    const item = this.item(id, itemId);
    if (!item || item.isHidden) throw new CaseError('This item is no longer in the case.');
    return item;
  }

  /** A change of an open case, in one transaction. */
  private change<T>(id: string, work: (head: CaseHead) => T): T {
    return this.write(() => {
      const head = this.existing(id);
      if (!head.isOpen) throw new CaseError('This case is closed. Reopen it to change it.');
      return work(head);
    });
  }

  private append(id: string, change: Change, userId: string, subjectId = ''): CaseHead {
    return append(this.database, this, id, { change, userId, subjectId, at: this.now() });
  }

  private write<T>(work: () => T): T {
    return this.database.transaction(work).immediate();
  }
}

function checkedTitle(title: string): string {
  const text = title.replace(/\s+/g, ' ').trim();
  if (text === '') throw new CaseError('A case needs a title.');
  if (text.length > MOST_TITLE) throw new CaseError(`A title has at most ${MOST_TITLE} characters.`);
  return text;
}

function checkedNote(note: string): string {
  const text = note.trim();
  if (text.length > MOST_NOTE)
    throw new CaseError(`A note has at most ${MOST_NOTE} characters; this one has ${text.length}. Save it in parts.`);
  return text;
}

function checkedTag(tag: string): string {
  const text = visible(tag).replace(/\s+/g, ' ').trim().toLowerCase();
  if (text === '' || text.length > MOST_TAG) throw new CaseError(`A tag has 1 to ${MOST_TAG} characters.`);
  return text;
}
