import type { Message } from 'discord.js';

/** Questions that are being answered, and what became of them meanwhile. */
export class UnderWay {
  private readonly messages = new Map<string, { deleted: boolean; edited: Message | null }>();

  begin(id: string): void {
    this.messages.set(id, { deleted: false, edited: null });
  }

  /** Ends it; returns what became of the question. */
  end(id: string): { readonly deleted: boolean; readonly edited: Message | null } {
    const found = this.messages.get(id) ?? { deleted: false, edited: null };
    this.messages.delete(id);
    return found;
  }

  isDeleted(id: string): boolean {
    return this.messages.get(id)?.deleted ?? false;
  }

  deleted(id: string): void {
    const found = this.messages.get(id);
    if (found) found.deleted = true;
  }

  /** Returns whether the message is being answered; the edit is seen to when that is done. */
  edited(message: Message): boolean {
    const found = this.messages.get(message.id);
    if (found) found.edited = message;
    return found !== undefined;
  }
}
