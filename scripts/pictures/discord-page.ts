import type { APIEmbed } from 'discord.js';
import { micromark } from 'micromark';
import type { Payload } from '../../src/discord/render/message.ts';

const STYLE = `
body { margin: 0; background: #313338; color: #dbdee1; font: 16px/1.375 "Noto Sans", "DejaVu Sans", sans-serif; padding: 16px; width: 688px; }
.message { display: grid; grid-template-columns: 40px 1fr; gap: 2px 16px; margin-bottom: 18px; }
.avatar { width: 40px; height: 40px; border-radius: 50%; display: grid; place-items: center; font-weight: 700; color: #fff; grid-row: span 2; }
.name { font-weight: 600; color: #f2f3f5; } .tag { background: #5865f2; color: #fff; border-radius: 3px; font-size: 10px; padding: 1px 5px; margin-left: 4px; vertical-align: 2px; }
.time { color: #949ba4; font-size: 12px; margin-left: 6px; font-weight: 400; } p { margin: 0 0 6px; }
.mention { background: #3c4270; color: #c9cdfb; border-radius: 3px; padding: 0 2px; }
.embed { background: #2b2d31; border-left: 4px solid #555; border-radius: 4px; padding: 10px 16px 14px 12px; max-width: 560px; font-size: 14px; margin-top: 4px; overflow-wrap: anywhere; }
.title { font-weight: 600; font-size: 16px; color: #fff; margin-bottom: 6px; } blockquote { margin: 0 0 8px; padding-left: 10px; border-left: 4px solid #4e5058; } blockquote p { margin: 0; }
.field-name { font-weight: 600; color: #f2f3f5; margin: 6px 0 2px; } .footer { font-size: 12px; color: #b5bac1; margin-top: 8px; } a { color: #00a8fc; text-decoration: none; }
.select { margin-top: 8px; background: #1e1f22; border: 1px solid #1e1f22; border-radius: 4px; padding: 8px 12px; color: #949ba4; max-width: 400px; font-size: 15px; display: flex; justify-content: space-between; }`;

/** A conversation as Discord shows it: who said what, and the bot's payloads as they were sent. */
export function discordPage(messages: readonly { author: string; text?: string; payload?: Payload }[]): string {
  return `<!doctype html><meta charset="utf-8"><style>${STYLE}</style>${messages.map(message).join('')}`;
}

function message({ author, text, payload }: { author: string; text?: string; payload?: Payload }): string {
  const isBot = payload !== undefined;
  const body = text ? `<p>${markdown(text).replaceAll(/@[\w-]+/g, '<span class="mention">$&</span>')}</p>` : '';
  const embeds = (payload?.embeds ?? []).map(embed).join('');
  const menus = (payload?.components ?? [])
    .flatMap((row) => row.components)
    .map((component) =>
      'placeholder' in component
        ? `<div class="select"><span>${escapeHtml(component.placeholder ?? '')}</span><span>⌄</span></div>`
        : '',
    );
  return `<div class="message"><div class="avatar" style="background:${isBot ? '#5865f2' : '#3ba55c'}">${escapeHtml(author[0] ?? '')}</div>
    <div class="name">${escapeHtml(author)}${isBot ? '<span class="tag">APP</span>' : ''}<span class="time">Today at 10:${isBot ? '32' : '31'}</span></div>
    <div>${body}${embeds}${menus.join('')}</div></div>`;
}

function embed(one: APIEmbed): string {
  const fields = (one.fields ?? [])
    .map(({ name, value }) => `<div class="field-name">${escapeHtml(name)}</div>${markdown(value)}`)
    .join('');
  return `<div class="embed" style="border-color:#${(one.color ?? 0x555555).toString(16).padStart(6, '0')}"><div class="title">${markdown(one.title ?? '')}</div>
    ${markdown(one.description ?? '')}${fields}<div class="footer">${escapeHtml(one.footer?.text ?? '')}</div></div>`;
}

/** Discord shows a single line end as one. */
function markdown(text: string): string {
  return micromark(text.replaceAll(/([^\n])\n(?!\n|>)/g, '$1  \n'));
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
