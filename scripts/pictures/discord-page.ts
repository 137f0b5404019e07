import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  type APIButtonComponent,
  type APIEmbed,
  type APIMessageComponent,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import { PROJECT_DIR } from '../../src/config.ts';
import type { Payload } from '../../src/discord/render/message.ts';
import { discordMarkdown, escapeHtml, type Names, plainText } from './markdown.ts';

/** One message: what a person wrote, or a payload of the bot as it was sent. */
export interface Said {
  readonly author: string;
  readonly text?: string;
  readonly payload?: Payload;
  /** The slash command it answers. */
  readonly command?: string;
  /** Whether one person alone sees it. */
  readonly isPrivate?: boolean;
}

export type Theme = 'dark' | 'light';

const STYLE = readFileSync(new URL('page.css', import.meta.url), 'utf8');
const SCRIPT = readFileSync(new URL('in-page.js', import.meta.url), 'utf8');
/** Nothing but files of this computer and what stands in the page; anything else is reported by the page's script. */
const POLICY =
  "default-src 'none'; script-src file: 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; font-src data:";

const BUTTONS: Readonly<Partial<Record<ButtonStyle, string>>> = {
  [ButtonStyle.Primary]: 'primary',
  [ButtonStyle.Success]: 'success',
  [ButtonStyle.Danger]: 'destructive',
};

/** A conversation as a page that looks as Discord does, of web components from `node_modules`; it needs no network. */
export function discordPage(said: readonly Said[], theme: Theme, names: Names = {}): string {
  const light = theme === 'light' ? ' light-theme' : '';
  return `<!doctype html><html class="${theme}"><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<style>${fonts()}${STYLE}</style>
<script type="importmap">${JSON.stringify({ imports: imports() })}</script>
<discord-messages${light}>${said.map((one) => message(one, names)).join('')}</discord-messages>
<script>${SCRIPT}</script></html>`;
}

/** Where the browser finds the modules that the library imports by name. */
function imports(): Record<string, string> {
  const folder = (name: string) => `${pathToFileURL(join(PROJECT_DIR, 'node_modules', name)).href}/`;
  const main = { lit: 'index.js', 'lit-html': 'lit-html.js', '@lit/reactive-element': 'reactive-element.js' };
  const entries = Object.entries({ ...main, 'lit-element': 'lit-element.js', '@lit/context': 'index.js' });
  return {
    '@skyra/discord-components-core': import.meta.resolve('@skyra/discord-components-core'),
    ...Object.fromEntries(entries.map(([name, file]) => [name, folder(name) + file])),
    ...Object.fromEntries(entries.map(([name]) => [`${name}/`, folder(name)])),
  };
}

/** Discord's own font is not free: Roboto in its place, in the page itself. */
function fonts(): string {
  const folder = dirname(fileURLToPath(import.meta.resolve('roboto-fontface/fonts/roboto/Roboto-Regular.woff2')));
  return Object.entries({ Regular: '400', Medium: '500 600', Bold: '700' })
    .map(([name, weight]) => {
      const data = readFileSync(join(folder, `Roboto-${name}.woff2`)).toString('base64');
      return `@font-face{font-family:"gg sans";font-weight:${weight};src:url(data:font/woff2;base64,${data})}`;
    })
    .join('');
}

function message({ author, text, payload, command, isPrivate }: Said, names: Names): string {
  const isBot = payload !== undefined;
  const content = discordMarkdown(payload?.content ?? text ?? '', names);
  const face = avatar('r', false);
  const rows = (payload?.components ?? []).map(
    (row) => `<discord-action-row>${row.components.map((each) => control(each, names)).join('')}</discord-action-row>`,
  );
  const parts = [
    command &&
      `<discord-command slot="reply" author="reporter" avatar="${face}" command="${escapeHtml(command)}"></discord-command>`,
    content && `<div>${content}</div>`,
    ...(payload?.embeds ?? []).map((one) => embed(one, payload?.files ?? [], names)),
    rows.length > 0 && `<discord-attachments slot="components">${rows.join('')}</discord-attachments>`,
  ];
  const time = isBot ? '10:32' : '10:31';
  const marks = `${isBot ? ' bot' : ''}${isPrivate ? ' ephemeral' : ''}`;
  return `<discord-message author="${escapeHtml(author)}" avatar="${avatar(author, isBot)}" timestamp="Today at ${time}"${marks}>${parts.filter((part) => part).join('')}</discord-message>`;
}

function avatar(author: string, isBot: boolean): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" fill="${isBot ? '#5865f2' : '#3ba55c'}"/><text x="20" y="27" font-family="sans-serif" font-size="19" font-weight="bold" fill="#fff" text-anchor="middle">${escapeHtml([...author.toUpperCase()][0] ?? '')}</text></svg>`;
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}

function embed(one: APIEmbed, files: NonNullable<Payload['files']>, names: Names): string {
  const file = files.find(({ name }) => one.image?.url === `attachment://${name}`);
  // The library makes "<:name:id>" in titles an emoji, which these are not: a word joiner keeps it from that.
  const title = plainText(one.title ?? '').replaceAll('<', '<\u2060');
  const attributes = [
    ['color', one.color === undefined ? undefined : `#${one.color.toString(16).padStart(6, '0')}`],
    ['embed-title', title],
    ['url', one.url],
    ['image', file && `data:image/png;base64,${file.attachment.toString('base64')}`],
  ].filter((pair): pair is [string, string] => Boolean(pair[1]));
  const part = (tag: string, html: string) =>
    html === '' ? '' : `<discord-embed-${tag} slot="${tag}">${html}</discord-embed-${tag}>`;
  const fields = (one.fields ?? []).map(
    ({ name, value }) =>
      `<discord-embed-field field-title="${escapeHtml(name)}">${discordMarkdown(value, names)}</discord-embed-field>`,
  );
  return `<discord-embed slot="embeds"${attributes.map(([name, value]) => ` ${name}="${escapeHtml(value)}"`).join('')}>${part(
    'description',
    discordMarkdown(one.description ?? '', names),
  )}${part('fields', fields.join(''))}${part('footer', escapeHtml(one.footer?.text ?? ''))}</discord-embed>`;
}

/** A button, or a menu that is closed: it shows what is chosen, or else what may be. */
function control(component: APIMessageComponent, names: Names): string {
  if (component.type === ComponentType.Button) return button(component);
  if (!('placeholder' in component)) return '';
  const chosen =
    component.type === ComponentType.StringSelect
      ? component.options.filter((option) => option.default).map(({ label }) => label)
      : (component.default_values ?? []).map(({ id }) => `@${names[id] ?? id}`);
  const shown = chosen.length > 0 ? chosen.join(', ') : (component.placeholder ?? '');
  return `<discord-string-select-menu placeholder="${escapeHtml(shown)}"></discord-string-select-menu>`;
}

function button(one: APIButtonComponent): string {
  const label = 'label' in one ? (one.label ?? '') : '';
  return `<discord-button type="${BUTTONS[one.style] ?? 'secondary'}"${one.disabled ? ' disabled' : ''}>${escapeHtml(label)}</discord-button>`;
}
