import { type CaseHead, namesAbout } from '../../case/case.ts';
import type { Scope } from '../../index/view.ts';
import type { Wish } from '../../state/feedback.ts';
import { placeOf, scopeAt } from '../access.ts';
import type { Bot } from '../bot.ts';
import { renderAlert, renderWishFulfilled } from '../render/news.ts';

/** How often it is looked whether another index answers, milliseconds. */
const LOOK_MS = 10_000;
/** Names of a case that new sources are looked through for, at most: the newest. */
const MOST_NAMES = 200;

/**
 * Notices that the library has new sources: tells the channels of cases with alerts, once for each source, and those who asked to be
 * told, once; brings the cards of cases up to date.
 */
export class LibraryWatch {
  private generation: string | null = null;
  private timer: NodeJS.Timeout | null = null;
  private looking: Promise<void> | null = null;

  constructor(private readonly bot: Bot) {}

  start(): void {
    this.timer = setInterval(() => void this.look(), LOOK_MS);
    void this.look();
  }

  async stop(): Promise<void> {
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
    const { answering, state, cases } = this.bot;
    this.bot.cards.mendAll();
    const { generation } = await answering.version();
    if (generation === this.generation) return;
    const ids = (await answering.sources('', null)).map(({ id }) => id);
    const added = state.knownSources.newAmong(ids) ?? [];
    const open = cases.all().filter((head) => head.isOpen && head.channelId !== 'terminal');
    if (added.length > 0) {
      for (const head of open) if (head.alerts) await this.alert(head, added);
      for (const wish of state.feedback.wishes()) await this.fulfil(wish, new Set(added));
    }
    if (this.generation !== null) for (const { id } of open) this.bot.cards.changed(id);
    // What was told is kept beside: after a crash before this line it is not told again.
    state.knownSources.add(ids);
    this.generation = generation;
  }

  private async alert(head: CaseHead, added: readonly string[]): Promise<void> {
    const { answering, cases, log } = this.bot;
    const scope = await this.scopeOf(head.guildId, head.channelId);
    const titled = await answering.namesIn(head.title, scope);
    const names = [...new Set([...titled, ...namesAbout(cases.items(head.id).items.reverse())])].slice(0, MOST_NAMES);
    const found = await answering.sourcesNaming(added, names, scope);
    const told = new Set(
      cases.tell(
        head.id,
        found.map(({ source }) => source.id),
      ),
    );
    const news = found.filter(({ source }) => told.has(source.id));
    if (news.length === 0) return;
    try {
      await this.bot.post(head.channelId, renderAlert(head, news, this.bot.sourceBaseUrl));
    } catch (error) {
      cases.untell(head.id, [...told]);
      log.warn({ err: error, case: head.id }, 'a channel could not be told of new sources');
    }
  }

  private async fulfil(wish: Wish, added: ReadonlySet<string>): Promise<void> {
    const { answering, queue, state, log } = this.bot;
    const scope = await this.scopeOf(wish.guildId, wish.channelId);
    const answer = await queue.run('library', () => answering.ask(wish.question, {}, scope), { isLast: true });
    if (answer.status !== 'answered' || !answer.citations.some(({ sourceId }) => added.has(sourceId))) return;
    if (!state.feedback.tell(wish.id)) return;
    try {
      await this.bot.tell(wish.userId, renderWishFulfilled(answer, this.bot.sourceBaseUrl));
    } catch (error) {
      // Whoever takes no direct messages is not tried again at every new source.
      log.info({ err: error }, 'somebody could not be told that a source answers their question');
    }
  }

  private async scopeOf(guildId: string, channelId: string): Promise<Scope> {
    const channel = await this.bot.fetchChannel(channelId);
    return scopeAt(this.bot, placeOf({ guildId: guildId || null, channelId, channel }));
  }
}
