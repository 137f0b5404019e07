/** What a citation's date means: the day of publication, or (when the text carries no date) of the event it reports. */
export type DateKind = 'published' | 'event';

/** One document of the corpus. Offsets anywhere in the program are UTF-16 code units into `text`. */
export interface Source {
  /** Front matter `id`, else the path without its extension. Unique in a corpus. */
  readonly id: string;
  /** Path relative to the corpus folder, with `/` between folders. */
  readonly path: string;
  readonly title: string;
  readonly publisher: string | null;
  /** `YYYY-MM-DD`, or null when the source does not say. */
  readonly published: string | null;
  readonly dateKind: DateKind;
  /** As written in the front matter: absolute, or relative to the publisher's site. */
  readonly url: string | null;
  readonly language: string | null;
  /** Other names of the source's subject, from front matter. */
  readonly aliases: readonly string[];
  /** Front matter keys this program gives no meaning to, kept as they were. */
  readonly extra: Readonly<Record<string, unknown>>;
  /** sha256 of the file's bytes, hexadecimal. */
  readonly sha256: string;
  readonly format: 'markdown' | 'text';
  /** The file's whole text exactly as decoded from UTF-8: front matter, byte order mark and line ends included. */
  readonly text: string;
  /** Where the text after the front matter begins. */
  readonly bodyStart: number;
}

/**
 * What kind of block of text a sentence stands in; headings and table rows are never split into sentences. A dateline is
 * the place and agency before a paragraph's first sentence.
 */
export type BlockKind = 'heading' | 'paragraph' | 'list-item' | 'table-row' | 'code' | 'markup' | 'dateline';

/** A sentence of a source: a span of its text, and that span as a person reads it. */
export interface Sentence {
  /** Offsets into the source's text; `text.slice(start, end)` is what is quoted. */
  readonly start: number;
  readonly end: number;
  /** The span with Markdown reduced to plain text and white space folded. */
  readonly plain: string;
  readonly kind: BlockKind;
  /** Number of the paragraph it stands in, counted from 1; a heading has the number of the paragraph after it. */
  readonly paragraph: number;
  /** Number of the block it stands in, counted from 0. Sentences of one block may be quoted together. */
  readonly block: number;
}

/** A contiguous span of a source's text: the unit that is embedded and retrieved. */
export interface Passage {
  /** `sourceId#n`, n counted from 1. */
  readonly id: string;
  readonly sourceId: string;
  readonly start: number;
  readonly end: number;
  /** First and last paragraph number. */
  readonly paragraphs: readonly [number, number];
  /** Range of the source's sentences it holds: from `sentences[0]` up to, not including, `sentences[1]`. */
  readonly sentences: readonly [number, number];
}
