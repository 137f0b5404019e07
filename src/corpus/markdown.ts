import type { Node, Nodes, Parent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';
import type { BlockKind } from './source.ts';

/** A block of text with its plain reading; `starts[i]` and `ends[i]` bound the source's text behind `plain[i]`. */
export interface Block {
  readonly kind: BlockKind;
  /** Offsets of the whole block, markup included. */
  readonly start: number;
  readonly end: number;
  readonly plain: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** Table rows of one table count as one paragraph; `continues` marks every row but the first. */
  readonly continues: boolean;
}

const CHARACTER_REFERENCE = /^&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|\w{2,31});/;
const LINE_PREFIX = /^[\s>`~]+/;

const WRAPPERS = new Set(['root', 'blockquote', 'list', 'listItem', 'footnoteDefinition']);

/**
 * Parses Markdown (CommonMark with GitHub's tables) into blocks in reading order.
 * @param text the source's whole text; parsing begins at `bodyStart`, offsets count from the text's beginning.
 */
export function markdownBlocks(text: string, bodyStart: number): Block[] {
  const body = text.slice(bodyStart);
  const tree = fromMarkdown(body, {
    extensions: [gfmTable(), { disable: { null: ['codeIndented'] } }],
    mdastExtensions: [gfmTableFromMarkdown()],
  });
  const blocks: Block[] = [];
  collect(tree, false);
  return blocks;

  function collect(node: Nodes, inList: boolean): void {
    if (WRAPPERS.has(node.type) && (node as Parent).children.length > 0) {
      for (const child of (node as Parent).children) collect(child as Nodes, inList || node.type === 'listItem');
    } else if (node.type === 'table') {
      node.children.forEach((row, index) => {
        add('table-row', row, index > 0);
      });
    } else if (node.type === 'heading') add('heading', node, false);
    else if (node.type === 'paragraph') add(inList ? 'list-item' : 'paragraph', node, false);
    else if (node.type === 'code') add('code', node, false);
    else add('markup', node, false);
  }

  function add(kind: BlockKind, node: Nodes, continues: boolean): void {
    const reading = new Reading(text, bodyStart);
    if (kind !== 'markup' || node.type === 'html') reading.read(node);
    const { start, end } = span(node);
    blocks.push({ kind, start: start + bodyStart, end: end + bodyStart, continues, ...reading.result() });
  }
}

/** Splits text without Markdown into paragraphs at blank lines. */
export function plainTextBlocks(text: string, bodyStart: number): Block[] {
  const blocks: Block[] = [];
  for (const match of text.slice(bodyStart).matchAll(/(?:[^\S\r\n]*[^\s][^\r\n]*(?:\r?\n|\r|$))+/g)) {
    const start = bodyStart + match.index + (match[0].length - match[0].trimStart().length);
    const end = start + match[0].trim().length;
    const reading = new Reading(text, 0);
    reading.literal(text.slice(start, end), start, end);
    blocks.push({ kind: 'paragraph', start, end, continues: false, ...reading.result() });
  }
  return blocks;
}

function span(node: Node): { start: number; end: number } {
  return { start: node.position?.start.offset ?? 0, end: node.position?.end.offset ?? 0 };
}

/**
 * Marks of bold type that CommonMark takes for text, as a blank stands on their inner side ("led by** Jane Doe** of"), which
 * programs that turn web pages into Markdown often write. Asterisks between blanks and within a word are text.
 * @returns their indices, and those of blanks that follow them after an opening bracket.
 */
function strayMarks(value: string): ReadonlySet<number> {
  const found = new Set<number>();
  for (const { 0: marks, index } of value.matchAll(/\*{2,}/g)) {
    const [before, after] = [value[index - 1] ?? '', value[index + marks.length] ?? ''];
    const both = (kind: RegExp) => kind.test(before) && kind.test(after);
    if (both(/^\s$/) || both(/^[\p{L}\p{N}]$/u) || before + after === '') continue;
    const end =
      index +
      marks.length +
      (/[([“]/.test(before) ? (/^\s*/.exec(value.slice(index + marks.length))?.[0].length ?? 0) : 0);
    for (let i = index; i < end; i++) found.add(i);
  }
  return found;
}

/** Gathers the plain reading of a block with the offsets of each character. */
class Reading {
  private readonly characters: string[] = [];
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];

  constructor(
    private readonly text: string,
    private readonly base: number,
  ) {}

  read(node: Nodes): void {
    const { start, end } = span(node);
    if (node.type === 'html') this.html(node.value, start + this.base);
    else if (node.type === 'text') this.literal(node.value, start + this.base, end + this.base, strayMarks(node.value));
    else if ('value' in node) this.literal(node.value, start + this.base, end + this.base);
    else if (node.type === 'break') this.push(' ', start + this.base, end + this.base);
    else if (node.type === 'tableRow') {
      node.children.forEach((cell, index) => {
        if (index > 0)
          for (const mark of ' | ') this.push(mark, span(cell).start + this.base, span(cell).start + this.base);
        this.read(cell);
      });
    } else if ('children' in node) for (const child of node.children) this.read(child as Nodes);
  }

  /**
   * Finds each character of a text node's value in the source between `from` and `to`. Where the two differ, the source
   * holds an escape, a character reference or a line's prefix, each stepped over as CommonMark reads it.
   * @param dropped indices of the value that are no text, unless the source escapes them.
   */
  literal(value: string, from: number, to: number, dropped: ReadonlySet<number> = new Set()): void {
    let at = from;
    for (let i = 0; i < value.length; i++) {
      const wanted = value[i] as string;
      const start = Math.min(this.skipMarkup(wanted, at, to), to);
      if (dropped.has(i) && this.text[start] === wanted && this.text[start - 1] !== '\\') {
        at = start + 1;
        continue;
      }
      const reference = CHARACTER_REFERENCE.exec(this.text.slice(start, start + 40))?.[0];
      const isReference = reference !== undefined && (wanted !== '&' || /^&(?:amp|AMP|#38|#x26);$/.test(reference));
      at = Math.min(start + (isReference ? reference.length : this.text[start] === wanted ? 1 : 0), to);
      this.push(wanted, start, at);
    }
  }

  private skipMarkup(wanted: string, at: number, to: number): number {
    const here = this.text[at];
    if (here === wanted) return at;
    if (here === '\\' && this.text[at + 1] === wanted) return at + 1;
    if (here === '&') return at;
    // Line ends, indents and quote marks, or the fence of inline code.
    const prefix = LINE_PREFIX.exec(this.text.slice(at, Math.min(at + 80, to)))?.[0].length ?? 0;
    return this.text[at + prefix] === wanted ? at + prefix : at;
  }

  private html(value: string, start: number): void {
    for (const match of value.matchAll(/(<[^>]*>)|([^<]+|<)/g)) {
      const words = match[2];
      if (words !== undefined) this.literal(words, start + match.index, start + match.index + words.length);
    }
  }

  private push(character: string, start: number, end: number): void {
    const folded = /\s/.test(character) ? ' ' : character;
    if (folded === ' ' && (this.characters.length === 0 || this.characters.at(-1) === ' ')) return;
    this.characters.push(folded);
    this.starts.push(start);
    this.ends.push(end);
  }

  result(): { plain: string; starts: number[]; ends: number[] } {
    let length = this.characters.length;
    while (length > 0 && this.characters[length - 1] === ' ') length--;
    return {
      plain: this.characters.slice(0, length).join(''),
      starts: this.starts.slice(0, length),
      ends: this.ends.slice(0, length),
    };
  }
}
