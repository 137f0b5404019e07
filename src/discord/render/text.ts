import { escapeMarkdown } from 'discord.js';
import { visible } from '../../answer/describe.ts';

/**
 * Makes text safe to stand in an embed or message: Markdown, links, invites and mentions show as they were written, and characters
 * that hide or reverse text (zero-width, bidirectional marks, controls) are removed.
 */
export function literal(text: string): string {
  return escapeMarkdown(visible(text), {
    heading: true,
    bulletedList: true,
    numberedList: true,
    maskedLink: true,
  })
    .replace(/(?<!\\)([<[\]()])/g, '\\$1')
    .replace(/(^|\n)(\s*)>/g, '$1$2\\>')
    .replace(/(^|\n)(\s*)-#/g, '$1$2\\-#')
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/(discord(?:app)?)\.(?=gg\b|com\b)/gi, '$1\\.');
}

/** Cuts text to at most `limit` code units at a space, with "…" in its place; never within a surrogate pair or an escape. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const room = text.slice(0, limit - 1);
  const space = room.lastIndexOf(' ');
  const cut = space > limit * 0.6 ? room.slice(0, space) : room.replace(/[\uD800-\uDBFF]$/, '');
  return `${cut.replace(/\\+$/, '').trimEnd()}…`;
}

/** Escapes, then cuts. Discord takes no empty texts: one with nothing visible in it becomes "…". */
export function literalClip(text: string, limit: number): string {
  const escaped = literal(text).trim();
  return escaped === '' ? '…' : clip(escaped, limit);
}

/** A masked link; `text` is escaped already. */
export function link(text: string, url: string): string {
  return `[${text}](${url.replaceAll('(', '%28').replaceAll(')', '%29')})`;
}

/** Each line as a block quote. */
export function blockQuote(text: string): string {
  return text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');
}

/** "1 item", "2 items". */
export function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}
