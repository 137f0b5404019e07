import type { Scope } from '../index/view.ts';
import type { Bot } from './bot.ts';

/**
 * What may be seen in a server, or (null) in direct messages: what the owner allows it in GUILD_COLLECTIONS. A server that is
 * not named there has what `*` has; without `*` it sees nothing.
 */
export function scopeOf({ guildCollections }: Pick<Bot, 'guildCollections'>, guildId: string | null): Scope {
  if (guildCollections === null) return null;
  return (guildId === null ? undefined : guildCollections.get(guildId)) ?? guildCollections.get('*') ?? [];
}
