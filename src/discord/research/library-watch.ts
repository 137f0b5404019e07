import { DiscordAPIError, RESTJSONErrorCodes } from 'discord.js';
import type { CaseHead } from '../../case/case.ts';
import type { SourceSummary } from '../../engine/library.ts';
import type { Wish } from '../../state/feedback.ts';
import { placeOf, scopeAt } from '../access.ts';
import { OverloadError } from '../asking/queue.ts';
import type { Bot } from '../bot.ts';
import { type CaseNews, renderAlert, renderWishFulfilled } from '../render/news.ts';

/** How often it is looked whether another index answers, milliseconds. */
const LOOK_MS = 10_000;
/** Names of a case that new sources are looked through for, at most: the newest. */
const MOST_NAMES = 200;

/**
 * Notices that the library has new sources: tells the channels of cases with alerts, once for each source, and those who asked to be
 * told, once. Brings the messages of cases up to date.
 */
export class LibraryWatch {
  private generation: string | null = null;
  private timer: NodeJS.Timeout | null = null;
  private looking: Promise<void> | null = null;
  private isStopped = false;

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
      const added = state.knownSources.newAmong(ids) ?? [];
      state.pendingNews.add(added.length === 0 ? [] : this.receivers(), added, ids);
      this.generation = generation;
    }
    for (const { receiver, sourceIds } of state.pendingNews.due()) {
      if (this.isStopped) return;
      await this.tell(receiver, sourceIds);
    }
  }

  /** Who is told of new sources: channels with a case that has alerts, and questions whose askers want to know. */
  private receivers(): string[] {
    const channels = new Set(this.bot.cases.withAlerts().map(({ channelId }) => `channel:${channelId}`));
    return [...channels, ...this.bot.state.feedback.wishes().map(({ id }) => `wish:${id}`)];
  }

  /** Tells one of them; what fails is tried again later. */
  private async tell(receiver: string, sourceIds: readonly string[]): Promise<void> {
    const { state, log } = this.bot;
    const [kind, id = ''] = receiver.split(':');
    try {
      if (kind === 'channel') await this.alert(id, new Set(sourceIds));
      const wish = kind === 'wish' ? state.feedback.wishes().find((each) => String(each.id) === id) : undefined;
      if (wish) await this.fulfil(wish, new Set(sourceIds));
      state.pendingNews.done(receiver, sourceIds);
    } catch (error) {
      state.pendingNews.failed(receiver, { isTry: !(error instanceof OverloadError) });
      log.warn({ err: error, receiver }, 'new sources could not be told of; it is tried again');
    }
  }

  /** Tells a channel, in one message, which of its cases new sources name what they are about. */
  private async alert(channelId: string, added: ReadonlySet<string>): Promise<void> {
    const { answering, cases } = this.bot;
    const heads = cases.withAlerts().filter((each) => each.channelId === channelId);
    const channel = heads.length === 0 ? null : await this.bot.fetchChannel(channelId);
    if (!channel) return;
    const scope = scopeAt(this.bot, placeOf({ guildId: heads[0]!.guildId || null, channelId, channel }));
    const found: { head: CaseHead; source: SourceSummary; names: string[] }[] = [];
    for (const head of heads) {
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
    const { answering, queue, state } = this.bot;
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
      // Whoever takes no direct messages is not tried again.
      if (error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.CannotSendMessagesToThisUser) return;
      state.feedback.untell(wish.id);
      throw error;
    });
  }
}
