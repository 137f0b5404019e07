// The only file that imports mdast-util-to-markdown.
import type { BlockContent, FootnoteDefinition, Paragraph, PhrasingContent, Root, RootContent } from 'mdast';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown } from 'mdast-util-to-markdown';
import { visible } from '../../answer/describe.ts';
import {
  bylineOf,
  type Dossier,
  type DossierItem,
  describeIndex,
  describeState,
  facts,
  headingOf,
  outcomeOf,
} from './dossier.ts';

/** A case as Markdown with footnotes (GitHub's syntax). Text of sources and people is escaped: it shows as it was written. */
export function caseMarkdown(dossier: Dossier): string {
  const { head, items, notes, bibliography, indices } = dossier;
  const addresses = dossier.sources.flatMap(({ URL }) => (URL === undefined ? [] : [URL]));
  const children: RootContent[] = [
    heading(1, head.title),
    {
      type: 'list',
      spread: false,
      children: facts(dossier).map(([name, value]) => ({
        type: 'listItem',
        spread: false,
        children: [paragraph([{ type: 'strong', children: [text(name)] }, text(`: ${value}`)])],
      })),
    },
    ...items.flatMap(itemBlocks),
    ...(bibliography.length > 0
      ? [heading(2, 'Bibliography'), ...bibliography.map((entry) => paragraph(linked(entry, addresses)))]
      : []),
    ...(indices.length > 0
      ? [heading(2, 'Provenance'), ...indices.map((index) => paragraph([text(describeIndex(index))]))]
      : []),
    ...notes.map(
      (note, n): FootnoteDefinition => ({
        type: 'footnoteDefinition',
        identifier: String(n + 1),
        children: [paragraph(linked(note, addresses))],
      }),
    ),
  ];
  const root: Root = { type: 'root', children };
  return toMarkdown(root, { extensions: [gfmToMarkdown()], bullet: '-' });
}

function itemBlocks(each: DossierItem): RootContent[] {
  const { item, quotations } = each;
  const outcome = outcomeOf(item);
  return [
    heading(2, headingOf(each)),
    ...(item.content.kind === 'message'
      ? [
          quote(paragraphs(item.content.text)),
          paragraph([{ type: 'link', url: item.content.url, children: [text(item.content.url)] }]),
        ]
      : []),
    ...quotations.flatMap(({ quotation, note, source }): BlockContent[] => {
      const parts = paragraphs(quotation.plain);
      parts.at(-1)?.children.push({ type: 'footnoteReference', identifier: String(note) });
      const changed = describeState(source);
      return [
        quote(parts),
        ...(changed === null ? [] : [paragraph([{ type: 'emphasis', children: [text(changed)] }])]),
      ];
    }),
    ...(outcome === null ? [] : [paragraph([{ type: 'emphasis', children: [text(outcome)] }])]),
    ...noteParagraphs(item.note),
    paragraph([{ type: 'emphasis', children: [text(bylineOf(each))] }]),
  ];
}

const heading = (depth: 1 | 2, value: string): RootContent => ({ type: 'heading', depth, children: [text(value)] });
const paragraph = (children: PhrasingContent[]): Paragraph => ({ type: 'paragraph', children });
const quote = (children: Paragraph[]): BlockContent => ({ type: 'blockquote', children });

function paragraphs(value: string): Paragraph[] {
  return visible(value)
    .split(/\n+/)
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .map((each) => paragraph([text(each)]));
}

/** A note: blank lines part its paragraphs, and its lines stay lines. */
function noteParagraphs(note: string): Paragraph[] {
  return visible(note)
    .split(/\n\s*\n/)
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .map((each) =>
      paragraph(each.split('\n').flatMap((line, n) => [...(n > 0 ? [{ type: 'break' } as const] : []), text(line)])),
    );
}

/** A reference with the address of its source as a link; nothing else in it is one. */
function linked(reference: string, addresses: readonly string[]): PhrasingContent[] {
  const url = addresses.filter((each) => reference.includes(each)).sort((a, b) => b.length - a.length)[0];
  if (url === undefined) return [text(reference)];
  const at = reference.lastIndexOf(url);
  return [
    text(reference.slice(0, at)),
    { type: 'link', url, children: [{ type: 'text', value: url }] },
    text(reference.slice(at + url.length)),
  ];
}

function text(value: string): PhrasingContent {
  return { type: 'text', value: visible(value) };
}
