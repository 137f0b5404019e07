import type { Answer } from '../answer/answer.ts';
import type { DirectoryName } from '../entity/directory.ts';
import type { IndexVersion } from '../index/open.ts';
import type { Scope } from '../index/view.ts';
import type { Logger } from '../log.ts';
import { type Child, revive, startChild } from '../model/child.ts';
import type { Filter } from '../retrieval/retriever.ts';
import type { AnsweringSettings, ShownEntity } from './answerer.ts';
import type { AnsweringService } from './answering-process.ts';
import type { IndexStatus, PassageView, QuotedFrom, SourceDetail, SourceState, SourceSummary } from './library.ts';

const MODULE = new URL('./answering-process.ts', import.meta.url);

/** Pauses before a crashed answering process is started again, seconds; the last is kept. */
const RESTART_AFTER_S = [0, 1, 5, 15, 60];

/** Answers questions in a child process, which is started again when it ends unexpectedly. */
export class AnsweringClient {
  private child: Child<AnsweringService>;
  private ready: Promise<void>;
  private crashes = 0;
  private warmed: readonly Scope[] = [];
  private stopped = false;

  private constructor(
    private readonly settings: AnsweringSettings,
    private readonly log: Logger,
  ) {
    [this.child, this.ready] = this.start();
  }

  /**
   * Starts the process and waits until it can answer.
   * @throws IndexError or ModelError as `Answerer.open` does.
   */
  static async open(settings: AnsweringSettings, log: Logger): Promise<AnsweringClient> {
    const client = new AnsweringClient(settings, log);
    try {
      await client.ready;
    } catch (error) {
      await client.close();
      throw error;
    }
    return client;
  }

  ask(question: string, filter: Filter, scope: Scope): Promise<Answer> {
    return this.call((remote) => remote.ask(question, filter, scope));
  }

  /** A passage by its reference, or null when the scope no longer holds it. */
  passage(reference: string, scope: Scope): Promise<PassageView | null> {
    return this.call((remote) => remote.passage(reference, scope));
  }

  sources(filter: string, scope: Scope): Promise<SourceSummary[]> {
    return this.call((remote) => remote.sources(filter, scope));
  }

  source(reference: string, scope: Scope): Promise<SourceDetail | null> {
    return this.call((remote) => remote.source(reference, scope));
  }

  recent(count: number, scope: Scope): Promise<Omit<SourceDetail, 'text'>[]> {
    return this.call((remote) => remote.recent(count, scope));
  }

  names(typed: string, limit: number, scope: Scope): Promise<DirectoryName[]> {
    return this.call((remote) => remote.names(typed, limit, scope));
  }

  /** Names in a text, as the scope's sources know them, and words that are likely names. */
  namesIn(text: string, scope: Scope): Promise<string[]> {
    return this.call((remote) => remote.namesIn(text, scope));
  }

  entity(name: string, scope: Scope): Promise<ShownEntity | null> {
    return this.call((remote) => remote.entity(name, scope));
  }

  /** The index that answers. */
  version(): Promise<IndexVersion> {
    return this.call((remote) => remote.version());
  }

  /** What became of each quoted source, as `sourceStates` of library.ts. */
  sourceStates(quoted: readonly QuotedFrom[], scope: Scope): Promise<SourceState[]> {
    return this.call((remote) => remote.sourceStates(quoted, scope));
  }

  /** Of versions of sources those that the scope no longer has as they were. */
  changedVersions(versions: readonly Omit<QuotedFrom, 'quote'>[], scope: Scope): Promise<Omit<QuotedFrom, 'quote'>[]> {
    return this.call((remote) => remote.changedVersions(versions, scope));
  }

  /** Sources of the scope, of those given by id, that hold one of the names or an alias of it. */
  sourcesNaming(
    sourceIds: readonly string[],
    names: readonly string[],
    scope: Scope,
  ): Promise<{ source: SourceSummary; names: string[] }[]> {
    return this.call((remote) => remote.sourcesNaming(sourceIds, names, scope));
  }

  /** Every collection of the index. Administrators alone are shown them, within what their server may see. */
  collections(): Promise<{ name: string; sources: number }[]> {
    return this.call((remote) => remote.collections());
  }

  status(scope: Scope): Promise<IndexStatus> {
    return this.call((remote) => remote.status(scope));
  }

  /** Makes scopes ready before somebody waits for them, now and whenever the process is started again. */
  warm(scopes: readonly Scope[]): Promise<void> {
    this.warmed = scopes;
    return this.call((remote) => remote.warm(scopes));
  }

  async close(): Promise<void> {
    this.stopped = true;
    await this.child.stop();
  }

  private async call<T>(request: (remote: Child<AnsweringService>['remote']) => Promise<T>): Promise<T> {
    try {
      await this.ready;
      return await request(this.child.remote);
    } catch (error) {
      throw revive(error);
    }
  }

  private start(): [Child<AnsweringService>, Promise<void>] {
    const child = startChild<AnsweringService>(MODULE, {});
    const ready = child.remote
      .open({
        corpusDir: this.settings.corpusDir,
        indexDir: this.settings.indexDir,
        embedding: this.settings.embedding,
        readerModel: this.settings.readerModel,
      })
      .then(
        () => {
          this.crashes = 0;
          if (this.warmed.length > 0) child.remote.warm(this.warmed).catch(() => {});
        },
        (error: unknown) => {
          throw revive(error);
        },
      );
    ready.catch(() => {});
    child.ended.then((code) => {
      if (!this.stopped) this.restart(code);
    });
    return [child, ready];
  }

  private restart(code: number | null): void {
    const wait = RESTART_AFTER_S[Math.min(this.crashes++, RESTART_AFTER_S.length - 1)]!;
    this.log.error({ code, wait }, 'the answering process ended; starting it again');
    this.ready = new Promise<void>((resolve) => setTimeout(resolve, wait * 1000).unref()).then(() => {
      if (this.stopped) throw new Error('the answering process was closed');
      const [child, ready] = this.start();
      this.child = child;
      return ready;
    });
    this.ready.catch(() => {});
  }
}
