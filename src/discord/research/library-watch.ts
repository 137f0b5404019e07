import type { CaseHead } from '../../case/case.ts';
import type { SourceSummary } from '../../engine/library.ts';
import type { Wish } from '../../state/feedback.ts';
import { placeOf, scopeAt } from '../access.ts';
import type { Bot } from '../bot.ts';
import { type CaseNews, renderAlert, renderWishFulfilled } from '../render/news.ts';

/** How often it is looked whether another index answers, milliseconds. */
const LOOK_MS = 10_000;
/** Names of a case that new sources are looked through for, at most: the newest. */
const MOST_NAMES = 200;
/** How often telling a channel or a person of new sources is tried. */
const TRIES = 5;

/** Somebody who is to be told of new sources. */
interface Pending {
  readonly tell: (added: ReadonlySet<string>) => Promise<void>;
  readonly added: Set<string>;
  tries: number;
}

/**
 * Notices that the library has new sources: tells the channels of cases with alerts, once for each source, and those who asked to be
 * told, once. Brings the messages of cases up to date.
 */
export class LibraryWatch {
  private generation: string | null = null;
  private timer: NodeJS.Timeout | null = null;
  private looking: Promise<void> | null = null;
  private isStopped = false;
  /** By channel or person. What fails is tried again at the next looks. */
  private readonly pending = new Map<string, Pending>();

  constructor(private readonly bot: Bot) {}

  start(): void {
    this.timer = setInterval(() => void this.look(), LOOK_MS);
    void this.look();
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    if (this.timer) clearInterval(this.timer);
    await this.looking;
  }

  /** Looks now, unless that is under way. */
  look(): Promise<void> {
    this.looking ??= this.compare()
      .catch((error: unknown) => this.bot.log.warn({ err: error }, 'new sources could not be looked for'))
      .finally(() => {
        this.looking = null;
      });
    return this.looking;
  }

  private async compare(): Promise<void> {
    const { answering, state } = this.bot;
    const { generation } = await answering.version();
    this.bot.cards.mendAll(generation);
    if (generation !== this.generation) {
      const ids = (await answering.sources('', null)).map(({ id }) => id);
      this.note(state.knownSources.newAmong(ids) ?? []);
      this.generation = generation;
      // Whoever is to be told now is told in this run of the bot: after a crash before this line all is noticed anew.
      await this.tellAll();
      state.knownSources.add(ids);
    } else await this.tellAll();
  }

  /** Notes whom new sources are to be told of. */
  private note(added: readonly string[]): void {
    if (added.length === 0) return;
    const { cases, state } = this.bot;
    const channels = new Map<string, CaseHead>();
    for (const head of cases.withAlerts()) channels.set(head.channelId, head);
    for (const { channelId, guildId } of channels.values())
      this.await(`channel ${channelId}`, added, (these) => this.alert(guildId, channelId, these));
    for (const wish of state.feedback.wishes())
      this.await(`wish ${wish.id}`, added, (these) => this.fulfil(wish, these));
  }

  private await(key: string, added: readonly string[], tell: Pending['tell']): void {
    const former = this.pending.get(key)?.added ?? [];
    this.pending.set(key, { tell, added: new Set([...former, ...added]), tries: 0 });
  }

  private async tellAll(): Promise<void> {
    for (const [key, each] of [...this.pending]) {
      if (this.isStopped) return;
      try {
        await each.tell(each.added);
        this.pending.delete(key);
      } catch (error) {
        each.tries++;
        this.bot.log.warn({ err: error, key, tries: each.tries }, 'new sources could not be told of');
        if (each.tries >= TRIES) this.pending.delete(key);
      }
    }
  }

  /** Tells a channel, in one message, which of its cases new sources name what they are about. */
  private async alert(guildId: string, channelId: string, added: ReadonlySet<string>): Promise<void> {
    const { answering, cases } = this.bot;
    const channel = await this.bot.fetchChannel(channelId);
    if (!channel) return;
    const scope = scopeAt(this.bot, placeOf({ guildId: guildId || null, channelId, channel }));
    const found: { head: CaseHead; source: SourceSummary; names: string[] }[] = [];
    for (const head of cases.withAlerts().filter((each) => each.channelId === channelId)) {
      const titled = await answering.namesIn(head.title, scope);
      const names = [...new Set([...titled, ...cases.namesAbout(head.id, MOST_NAMES)])];
      for (const each of await answering.sourcesNaming([...added], names, scope)) found.push({ head, ...each });
    }
    const told = cases.tell(channelId, [...new Set(found.map(({ source }) => source.id))]);
    const news: CaseNews[] = found.filter(({ source }) => told.includes(source.id));
    if (news.length === 0) return;
    try {
      await channel.send(renderAlert(news, this.bot.sourceBaseUrl));
    } catch (error) {
      cases.untell(channelId, told);
      throw error;
    }
  }

  private async fulfil(wish: Wish, added: ReadonlySet<string>): Promise<void> {
    const { answering, queue, state, log } = this.bot;
    const { guildId, channelId, userId } = wish;
    const channel = await this.bot.fetchChannel(channelId);
    // Whoever no longer sees the channel where it was asked is not told what that may see.
    if (!channel || !(await this.bot.sees(userId, channelId))) return;
    const scope = scopeAt(this.bot, placeOf({ guildId: guildId || null, channelId, channel }));
    const answer = await queue.run('library', () => answering.ask(wish.question, {}, scope), { isLast: true });
    const citation = answer.citations.find(({ sourceId }) => added.has(sourceId));
    const evidence = answer.evidence.find((each) => each.citation === citation?.n);
    if (answer.status !== 'answered' || !citation || !evidence || !state.feedback.tell(wish.id)) return;
    const message = renderWishFulfilled(answer.question, evidence, citation, this.bot.sourceBaseUrl);
    await this.bot.tell(userId, message).catch((error: unknown) => {
      // Whoever takes no direct messages is not tried again at every new source.
      log.info({ err: error }, 'somebody could not be told that a source answers their question');
    });
  }
}
