import type { Answer } from '../answer/answer.ts';
import { answer } from '../answer/compose.ts';
import type { IngestSettings } from '../index/ingest.ts';
import { type OpenIndex, openIndex } from '../index/open.ts';
import { currentGeneration } from '../index/store.ts';
import { type Embedder, loadEmbedder, type OnDownload } from '../model/transformers.ts';
import type { Filter } from '../retrieval/retriever.ts';

/** A source without its text, as lists show it. */
export interface SourceSummary {
  readonly id: string;
  readonly title: string;
  readonly publisher: string | null;
  readonly published: string | null;
  readonly dateKind: 'published' | 'event';
  readonly url: string | null;
  readonly path: string;
  readonly passages: number;
}

/** A passage as a person reads it. */
export interface PassageView {
  readonly id: string;
  readonly title: string;
  readonly publisher: string | null;
  readonly published: string | null;
  readonly dateKind: 'published' | 'event';
  readonly url: string | null;
  readonly path: string;
  readonly paragraphs: readonly [number, number];
  readonly plain: string;
}

/** The models and the index in one process: answers questions and shows what the index holds. */
export class Answerer {
  private loading: Promise<void> | null = null;

  private constructor(
    private readonly settings: Pick<IngestSettings, 'indexDir' | 'embedding'>,
    private readonly embedder: Embedder,
    private index: OpenIndex,
  ) {}

  /**
   * Loads the model and the index, at the same time.
   * @throws IndexError when there is no index or it was made otherwise; ModelError when the model can't be loaded.
   */
  static async open(
    settings: Pick<IngestSettings, 'indexDir' | 'embedding'>,
    onDownload?: OnDownload,
  ): Promise<Answerer> {
    const [embedder, index] = await Promise.all([
      loadEmbedder(settings.embedding, onDownload),
      openIndex(settings.indexDir, settings.embedding),
    ]);
    return new Answerer(settings, embedder, index);
  }

  get generation(): string {
    return this.index.generation;
  }

  async ask(question: string, filter: Filter = {}): Promise<Answer> {
    this.refresh();
    return answer(this.index, this.embedder, question, filter);
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
