import type { Scope } from '../index/view.ts';
import { DEFAULT_SETTINGS, type Settings } from '../state/settings.ts';
import type { Bot } from './bot.ts';

/** Where something is asked. */
export interface Place {
  /** Null in direct messages. */
  readonly guildId: string | null;
  readonly channelId: string;
  /** The channel whose settings hold: a thread's parent, else the channel itself. */
  readonly settingsChannelId: string;
}

type Reader = Pick<Bot, 'guildCollections' | 'state'>;

/** The settings that hold at a place; in direct messages the defaults. */
export function settingsAt({ state }: Reader, { guildId, settingsChannelId }: Place): Settings {
  return guildId === null ? DEFAULT_SETTINGS : state.settings.effective(guildId, settingsChannelId);
}

/**
 * What may be seen at a place: what its settings choose, within what the owner allows the server in GUILD_COLLECTIONS. A
 * server that is not named there has what `*` has, as direct messages do; without `*` they see nothing. Of what servers choose,
 * direct messages see what all of them may.
 */
export function scopeAt(bot: Reader, place: Place): Scope {
  const allowed = ownerScope(bot, place.guildId);
  const chosen = place.guildId === null ? bot.state.settings.shared() : settingsAt(bot, place).collections;
  if (chosen === null || allowed === null) return chosen ?? allowed;
  return chosen.filter((name) => allowed.includes(name));
}

/** What the owner lets a server, or (null) direct messages, see at most. */
export function ownerScope({ guildCollections }: Pick<Bot, 'guildCollections'>, guildId: string | null): Scope {
  if (guildCollections === null) return null;
  return (guildId === null ? undefined : guildCollections.get(guildId)) ?? guildCollections.get('*') ?? [];
}

/** Every scope that settings and the owner's word make, each once: what is worth being made ready. */
export function usedScopes(bot: Reader): Scope[] {
  const places: Place[] = [
    { guildId: null, channelId: '', settingsChannelId: '' },
    ...[...(bot.guildCollections?.keys() ?? [])].map((guildId) => ({ guildId, channelId: '', settingsChannelId: '' })),
    ...bot.state.settings
      .places()
      .map(({ guildId, channelId }) => ({ guildId, channelId, settingsChannelId: channelId })),
  ];
  const scopes = new Map(places.map((place) => scopeAt(bot, place)).map((scope) => [JSON.stringify(scope), scope]));
  return [...scopes.values()];
}

/** Where an interaction or a message happens, from what discord.js gives of its channel. */
export function placeOf(on: {
  readonly guildId: string | null;
  readonly channelId: string | null;
  readonly channel: { isThread(): boolean; readonly parentId?: string | null } | null;
}): Place {
  const channelId = on.channelId ?? '';
  const parentId = on.channel?.isThread() ? on.channel.parentId : null;
  return { guildId: on.guildId, channelId, settingsChannelId: parentId ?? channelId };
}

/** Whose a view is, and where: what is kept of whoever did something. */
export function viewOwner(on: Parameters<typeof placeOf>[0] & { readonly user: { readonly id: string } }): {
  guildId: string;
  channelId: string;
  userId: string;
} {
  const { guildId, channelId } = placeOf(on);
  return { guildId: guildId ?? '', channelId, userId: on.user.id };
}

/** Roles of whoever did something: ids, none in direct messages. */
export function rolesOf(member: unknown): readonly string[] {
  const roles = (member as { roles?: unknown } | null)?.roles;
  if (Array.isArray(roles)) return roles as string[];
  const cache = (roles as { cache?: ReadonlyMap<string, unknown> } | undefined)?.cache;
  return cache ? [...cache.keys()] : [];
}

/** Whether somebody with these roles may ask. */
export function mayAsk(settings: Pick<Settings, 'askRoles'>, roles: readonly string[]): boolean {
  return settings.askRoles.length === 0 || settings.askRoles.some((role) => roles.includes(role));
}
