import type { Answer } from '../answer/answer.ts';
import { answer, type Engines } from '../answer/compose.ts';
import type { DateKind } from '../corpus/source.ts';
import type { IngestSettings } from '../index/ingest.ts';
import { type OpenIndex, openIndex } from '../index/open.ts';
import { currentGeneration } from '../index/store.ts';
import { loadEmbedder, loadReader, type OnDownload } from '../model/transformers.ts';
import type { Filter } from '../retrieval/retriever.ts';

/** What a list or a citation says of a source. */
interface SourceHeader {
  readonly title: string;
  readonly publisher: string | null;
  readonly published: string | null;
  readonly dateKind: DateKind;
  readonly url: string | null;
  readonly path: string;
}

/** A source without its text, as lists show it. */
export interface SourceSummary extends SourceHeader {
  readonly id: string;
  readonly passages: number;
}

/** A passage as a person reads it. */
export interface PassageView extends SourceHeader {
  readonly id: string;
  readonly paragraphs: readonly [number, number];
  readonly plain: string;
}

/** What answering needs to know of the configuration. */
export interface AnsweringSettings extends Pick<IngestSettings, 'indexDir' | 'embedding'> {
  /** Id of the reader, or null for none. */
  readonly readerModel: string | null;
}

/** Loads the models and the index, at the same time. Throws as `Answerer.open` does. */
export async function openEngines(
  settings: AnsweringSettings,
  onDownload?: OnDownload,
): Promise<{ engines: Engines; index: OpenIndex }> {
  const [embedder, reader, index] = await Promise.all([
    loadEmbedder(settings.embedding, onDownload),
    settings.readerModel === null ? null : loadReader(settings.readerModel, settings.embedding, onDownload),
    openIndex(settings.indexDir, settings.embedding),
  ]);
  return { engines: { embedder, reader }, index };
}

/** The models and the index in one process: answers questions and shows what the index holds. */
export class Answerer {
  private loading: Promise<void> | null = null;

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

  async ask(question: string, filter: Filter = {}): Promise<Answer> {
    this.refresh();
    return answer(this.index, this.engines, question, filter);
  }

  /** Returns a passage by its reference, or null when the index no longer holds that passage with that text. */
  passage(reference: string): PassageView | null {
    const passage = this.index.passageByReference.get(reference);
    if (!passage) return null;
    const { title, publisher, published, dateKind, url, path } = passage.source;
    return {
      id: passage.id,
      title,
      publisher,
      published,
      dateKind,
      url,
      path,
      paragraphs: passage.paragraphs,
      plain: passage.plain,
    };
  }

  /** Every source, newest first, those without a date last. */
  sources(): SourceSummary[] {
    return this.index.sources
      .map(({ id, title, publisher, published, dateKind, url, path, passages }) => ({
        id,
        title,
        publisher,
        published,
        dateKind,
        url,
        path,
        passages: passages.length,
      }))
      .sort((a, b) => (b.published ?? '').localeCompare(a.published ?? '') || a.title.localeCompare(b.title));
  }

  /** Takes a newer index in use once it is loaded; the present one answers until then, and on when the newer can't be read. */
  private refresh(): void {
    if (this.loading) return;
    this.loading = (async () => {
      if ((await currentGeneration(this.settings.indexDir)) !== this.index.generation)
        this.index = await openIndex(this.settings.indexDir, this.settings.embedding);
    })()
      .catch(() => {})
      .finally(() => {
        this.loading = null;
      });
  }
}
