import { micromark } from 'micromark';

/** What mentions show, by id; one that is not here shows its id. */
export type Names = Readonly<Record<string, string>>;

/** CommonMark that Discord does not have. */
const NOT_DISCORD = [
  'characterReference',
  'codeIndented',
  'definition',
  'htmlFlow',
  'htmlText',
  'labelStartImage',
  'setextUnderline',
  'thematicBreak',
];

/** Private characters that stand for tags until the Markdown is HTML. */
const [BOLD, BOLD_END, MENTION, MENTION_END] = ['\uE000', '\uE001', '\uE002', '\uE003'] as const;
const STAND_INS = /[\uE000-\uE003]/g;

/** The library's elements in place of HTML's own; those that it has for bold and italic put spaces around the words. */
const ELEMENTS: Readonly<Record<string, string>> = { code: 'discord-code', a: 'discord-link' };

/** Discord's Markdown as HTML with the library's elements; nothing in the text becomes a tag or an attribute of its own. */
export function discordMarkdown(text: string, names: Names = {}): string {
  return blocks(text.replaceAll(STAND_INS, ''))
    .map(({ kind, lines }) => {
      if (kind === 'blank') return '<div class="blank"></div>'.repeat(lines.length);
      const html = inline(lines.join('\n'), names);
      if (kind === 'quote') return `<discord-quote>${html}</discord-quote>`;
      return kind === 'small' ? `<discord-subscript>${html}</discord-subscript>` : `<div>${html}</div>`;
    })
    .join('');
}

/** Discord's Markdown as bare text: for titles, which the library takes as an attribute. */
export function plainText(text: string): string {
  return inline(text.replaceAll(STAND_INS, ''), {})
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

/** Makes text safe between tags and within double quotes. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

type Kind = 'quote' | 'small' | 'blank' | 'text';

/** Lines of the same kind together: a quotation of Discord ends with its line, as small text does. */
function blocks(text: string): { kind: Kind; lines: string[] }[] {
  const all: { kind: Kind; lines: string[] }[] = [];
  for (const line of text.split('\n')) {
    const [kind, rest] = kindOf(line);
    const last = all.at(-1);
    if (last?.kind === kind) last.lines.push(rest);
    else all.push({ kind, lines: [rest] });
  }
  return all;
}

function kindOf(line: string): [Kind, string] {
  if (line.startsWith('> ')) return ['quote', line.slice(2)];
  if (line.startsWith('-# ')) return ['small', line.slice(3)];
  return [line.trim() === '' ? 'blank' : 'text', line];
}

/** Bold is found by Discord's own rule, which does not ask what stands around it; a line end is one. */
function inline(text: string, names: Names): string {
  const marked = text
    .replaceAll(/\\[\s\S]|\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/g, (whole, inner?: string) =>
      inner === undefined ? whole : BOLD + inner + BOLD_END,
    )
    .replaceAll(/\\[\s\S]|<(@[!&]?|#)(\d{1,20})>/g, (whole, sign?: string, id?: string) =>
      sign === undefined ? whole : `${MENTION}${sign}${id}${MENTION_END}`,
    )
    .replaceAll('\n', '  \n');
  return micromark(marked, { extensions: [{ disable: { null: NOT_DISCORD } }] })
    .replaceAll(/<\/?p>/g, '')
    .replaceAll(/<(\/?)(code|a)(?=[ >])/g, (_, slash: string, tag: string) => `<${slash}${ELEMENTS[tag]}`)
    .replaceAll(BOLD, '<strong>')
    .replaceAll(BOLD_END, '</strong>')
    .replaceAll(/\uE002([@#])(!|&amp;)?(\d+)\uE003/g, (_, sign: string, more: string | undefined, id: string) => {
      const type = sign === '#' ? 'channel' : more === '&amp;' ? 'role' : 'user';
      return `<discord-mention type="${type}">${escapeHtml(names[id] ?? id)}</discord-mention>`;
    });
}
