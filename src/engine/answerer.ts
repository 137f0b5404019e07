import type { Answer } from '../answer/answer.ts';
import { answer, type Engines } from '../answer/compose.ts';
import { type EntityCard, entityCard, namesOf } from '../entity/card.ts';
import { Directory, type DirectoryName } from '../entity/directory.ts';
import { timelinePicture } from '../entity/timeline.ts';
import { collectionOf, type IngestSettings } from '../index/ingest.ts';
import { type IndexVersion, type OpenIndex, openIndex, versionOf } from '../index/open.ts';
import { currentGeneration } from '../index/store.ts';
import { words } from '../index/terms.ts';
import { restrict, type Scope } from '../index/view.ts';
import { loadEmbedder, loadReader, type OnDownload } from '../model/transformers.ts';
import { interpret } from '../question/interpret.ts';
import { isOrdinaryWord } from '../question/ordinary-words.ts';
import type { Filter } from '../retrieval/retriever.ts';
import {
  changedFiles,
  changedVersions,
  detailOf,
  type IndexStatus,
  newestFirst,
  type PassageView,
  passageView,
  type QuotedFrom,
  type SourceDetail,
  type SourceState,
  type SourceSummary,
  sourceReference,
  sourceStates,
  sourcesNaming,
  summaryOf,
} from './library.ts';

/** What answering needs to know of the configuration. */
export interface AnsweringSettings extends Pick<IngestSettings, 'indexDir' | 'embedding'> {
  /** Id of the reader, or null for none. */
  readonly readerModel: string | null;
  readonly corpusDir: string;
}

/** Loads the models and the index, at the same time. Throws as `Answerer.open` does. */
export async function openEngines(
  settings: Omit<AnsweringSettings, 'corpusDir'>,
  onDownload?: OnDownload,
): Promise<{ engines: Engines; index: OpenIndex }> {
  const [embedder, reader, index] = await Promise.all([
    loadEmbedder(settings.embedding, onDownload),
    settings.readerModel === null ? null : loadReader(settings.readerModel, settings.embedding, onDownload),
    openIndex(settings.indexDir, settings.embedding),
  ]);
  return { engines: { embedder, reader }, index };
}

/** An index of some collections, and the directory of its names once that was asked for. */
interface Scoped {
  readonly index: OpenIndex;
  directory: Directory | null;
}

/** A card with its timeline as a PNG picture; null where there is nothing to draw. */
export interface ShownEntity {
  readonly card: EntityCard;
  readonly timeline: Uint8Array | null;
  readonly index: IndexVersion;
}

/** Scopes that are kept ready; the one not used for longest goes first. */
const SCOPES = 12;

/** The models and the index in one process: answers questions and shows what the index holds, each within a scope. */
export class Answerer {
  private loading: Promise<void> | null = null;
  private scopes = new Map<string, Scoped>();

  private constructor(
    private readonly settings: AnsweringSettings,
    private readonly engines: Engines,
    private index: OpenIndex,
  ) {}

  /**
   * Loads the model and the index, at the same time.
   * @throws IndexError when there is no index or it was made otherwise; ModelError when the model can't be loaded.
   */
  static async open(settings: AnsweringSettings, onDownload?: OnDownload): Promise<Answerer> {
    const { engines, index } = await openEngines(settings, onDownload);
    return new Answerer(settings, engines, index);
  }

  get generation(): string {
    return this.index.generation;
  }

  async ask(question: string, filter: Filter = {}, scope: Scope = null): Promise<Answer> {
    this.refresh();
    return answer(this.within(scope).index, this.engines, question, filter);
  }

  /** Returns a passage by its reference, or null when the scope no longer holds that passage with that text. */
  passage(reference: string, scope: Scope = null): PassageView | null {
    const { index } = this.within(scope);
    const passage = index.passageByReference.get(reference);
    return passage ? passageView(index, passage) : null;
  }

  /** Sources whose title, publisher or path hold every word of `filter`, newest first, those without a date last. */
  sources(filter = '', scope: Scope = null): SourceSummary[] {
    const wanted = words(filter);
    return newestFirst(this.within(scope).index.sources)
      .filter((source) => {
        if (wanted.length === 0) return true;
        const text = words([source.title, source.publisher ?? '', source.path, source.published ?? ''].join(' ')).join(
          ' ',
        );
        return wanted.every((word) => text.includes(word));
      })
      .map(summaryOf);
  }

  /** A source with its text, by its reference; null when the scope does not hold it. */
  source(reference: string, scope: Scope = null): SourceDetail | null {
    const source = this.within(scope).index.sources.find((each) => sourceReference(each.id) === reference);
    return source ? detailOf(source) : null;
  }

  /** The newest sources that have a date, with their first sentences. */
  recent(count: number, scope: Scope = null): Omit<SourceDetail, 'text'>[] {
    return newestFirst(this.within(scope).index.sources)
      .filter(({ published }) => published !== null)
      .slice(0, count)
      .map((source) => {
        const { text: _, ...detail } = detailOf(source);
        return detail;
      });
  }

  /** Names for what was typed so far. */
  names(typed: string, limit: number, scope: Scope = null): DirectoryName[] {
    return this.directory(scope).complete(typed, limit);
  }

  /** Names in a text, and words that are neither the sources' nor the language's, which are likely names, too. */
  namesIn(text: string, scope: Scope = null): string[] {
    const { names, keywords } = this.within(scope).index;
    const { vocabulary } = this.engines.embedder;
    const found = interpret(text, names, keywords, (word) => isOrdinaryWord(word, vocabulary));
    return [...found.names.map((name) => name.text), ...found.unknownWords];
  }

  /** What the sources hold of a name; null when they don't hold it. */
  async entity(name: string, scope: Scope = null): Promise<ShownEntity | null> {
    this.refresh();
    const { index } = this.within(scope);
    const card = entityCard(index, this.directory(scope), name);
    return card && { card, timeline: await timelinePicture(card.timeline), index: versionOf(index) };
  }

  /** The index that answers; asking brings a newer one into use. */
  version(): IndexVersion {
    this.refresh();
    return versionOf(this.index);
  }

  sourceStates(quoted: readonly QuotedFrom[], scope: Scope = null): SourceState[] {
    return sourceStates(this.within(scope).index, quoted);
  }

  changedVersions(versions: readonly Omit<QuotedFrom, 'quote'>[], scope: Scope = null): Omit<QuotedFrom, 'quote'>[] {
    return changedVersions(this.within(scope).index, versions);
  }

  /** Sources of the scope, of those given, that hold one of the names or one of its aliases. */
  sourcesNaming(sourceIds: readonly string[], names: readonly string[], scope: Scope = null) {
    const { index } = this.within(scope);
    const all = names.flatMap((name) => namesOf(index, name));
    return sourcesNaming(index, sourceIds, [...new Set(all)]);
  }

  /** Collections of the index, and how many sources each has. '' is the top of the corpus. */
  collections(): { name: string; sources: number }[] {
    const counts = new Map<string, number>();
    for (const source of this.index.sources)
      counts.set(collectionOf(source), (counts.get(collectionOf(source)) ?? 0) + 1);
    return [...counts].map(([name, sources]) => ({ name, sources })).sort((a, b) => a.name.localeCompare(b.name));
  }

  async status(scope: Scope = null): Promise<IndexStatus> {
    const { index } = this.within(scope);
    const dates = index.sources.map(({ published }) => published).filter((date) => date !== null);
    dates.sort();
    return {
      sources: index.sources.length,
      passages: index.passages.length,
      newest: dates.at(-1) ?? null,
      oldest: dates[0] ?? null,
      created: index.manifest.created,
      embeddingModel: index.manifest.model.id,
      readerModel: this.settings.readerModel,
      // Of a part of the sources that would tell of the others.
      changedFiles: scope === null ? await changedFiles(this.settings.corpusDir, this.index) : null,
    };
  }

  /** Makes scopes and their names ready, so that the first question of each need not wait. */
  warm(scopes: readonly Scope[]): void {
    for (const scope of scopes) this.directory(scope);
  }

  private within(scope: Scope): Scoped {
    const key = scope === null ? '*' : JSON.stringify([...new Set(scope)].sort());
    const scoped = this.scopes.get(key) ?? {
      index: scope === null ? this.index : restrict(this.index, scope),
      directory: null,
    };
    this.scopes.delete(key);
    this.scopes.set(key, scoped);
    if (this.scopes.size > SCOPES) this.scopes.delete(this.scopes.keys().next().value!);
    return scoped;
  }

  private directory(scope: Scope): Directory {
    const scoped = this.within(scope);
    scoped.directory ??= Directory.of(scoped.index);
    return scoped.directory;
  }

  /** Takes a newer index in use once it is loaded; the present one answers until then, and on when the newer can't be read. */
  private refresh(): void {
    if (this.loading) return;
    this.loading = (async () => {
      if ((await currentGeneration(this.settings.indexDir)) === this.index.generation) return;
      this.index = await openIndex(this.settings.indexDir, this.settings.embedding);
      const used = [...this.scopes.keys()];
      this.scopes = new Map();
      this.warm(used.map((key) => (key === '*' ? null : (JSON.parse(key) as string[]))));
    })()
      .catch(() => {})
      .finally(() => {
        this.loading = null;
      });
  }
}
