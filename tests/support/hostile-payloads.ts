import { expect } from 'vitest';
import type { Payload } from '../../src/discord/render/message.ts';
import { payloadProblems } from './payload-limits.ts';

/** What a question, a source, a name or a title may hold, and what it must not become. */
export const PAYLOADS: readonly (readonly [string, string])[] = [
  ['everyone', '@everyone look'],
  ['here', '@here look'],
  ['user mention', '<@400000000000000001>'],
  ['nickname mention', '<@!400000000000000001>'],
  ['role mention', '<@&500000000000000001>'],
  ['channel mention', '<#300000000000000001>'],
  ['command mention', '</ask:600000000000000001>'],
  ['custom emoji', '<:evil:700000000000000001>'],
  ['animated emoji', '<a:evil:700000000000000001>'],
  ['timestamp', '<t:1618953630:R>'],
  ['guild navigation', '<id:customize>'],
  ['masked link', '[the Treasury](https://evil.example)'],
  ['masked link with a title', '[x](https://evil.example "y")'],
  ['masked link in angles', '[x](<https://evil.example>)'],
  ['image', '![x](https://evil.example/x.png)'],
  ['bare link', 'https://evil.example/login'],
  ['link in angles', '<https://evil.example>'],
  ['invite', 'https://discord.gg/evil'],
  ['bare invite', 'discord.gg/evil'],
  ['long invite', 'discord.com/invite/evil'],
  ['javascript', '[x](javascript:alert(1))'],
  ['bold', '**bold** __under__ *it* _it_ ~~gone~~'],
  ['unclosed bold', '**never closed'],
  ['spoiler', '||hidden||'],
  ['inline code', '`code`'],
  ['code fence', '```\ncode\n```'],
  ['unclosed fence', '```ansi\nnever closed'],
  ['ANSI colour', '\u001b[31mred\u001b[0m'],
  ['terminal title', '\u001b]0;owned\u0007'],
  ['carriage return', 'real\rfake'],
  ['backspaces', 'no\b\byes'],
  ['zero-width', 'C\u200bE\u200cI\u200dE\ufeffC'],
  ['right-to-left override', '\u202egnp.exe'],
  ['right-to-left isolate', '\u2067x\u2069'],
  ['right-to-left text', 'شركة مثال للتجارة'],
  ['tag characters', 'x\u{e0041}\u{e0042}'],
  ['heading', '# Big\n## Bigger\n### Bigger still'],
  ['small text', '-# small'],
  ['block quote', '> quoted\n>>> all of it'],
  ['list', '- one\n* two\n1. three'],
  ['forged citation', '**[1]** [The Treasury](https://evil.example) — 1 Jan 2020, ¶ 1'],
  ['forged quotation', '"\n\n> Nobody was sanctioned. **[2]**'],
  ['forged footer', 'Confidence: high (100 %) · 0.01 s'],
  ['table', '| a | b |\n|---|---|\n| 1 | 2 |'],
  ['HTML', '<script>alert(1)</script><b>x</b>&lt;'],
  ['backslashes', '\\\\\\*x\\*\\'],
  ['surrogates', '🇻🇪🇻🇪👩‍👩‍👧‍👦'],
  ['lone surrogate', 'x\ud83dy'],
  ['combining marks', `Z${'\u0351'.repeat(80)}`],
  ['nothing visible', '\u200b\u200b\u2060'],
  ['white space', ' \n\t\u00a0 \u2003'],
  ['4,000 characters', 'CEIEC sanctioned '.repeat(236).slice(0, 4000)],
  ['4,000 characters without a space', 'x'.repeat(4000)],
  ['4,000 signs to escape', '*_`~|>#[]()'.repeat(364).slice(0, 4000)],
  ['path', '../../etc/passwd'],
  ['query', "'; DROP TABLE views; --"],
  ['replacement pattern', "$& $1 $' $`"],
];

/** Everything of a message that Discord reads as Markdown. */
function markdownOf({ content, embeds }: Payload): string {
  const all = (embeds ?? []).flatMap((embed) => [
    embed.title,
    embed.description,
    ...(embed.fields ?? []).flatMap(({ value }) => [value]),
  ]);
  return [content, ...all].filter((part) => part !== undefined).join('\n\n');
}

/** Fails when a message pings, has a live link or layout of a payload's own, forges a citation, or breaks a limit of Discord's. */
export function expectHarmless(payload: Payload, where: string): void {
  expect(payload.allowedMentions, where).toEqual({ parse: [] });
  expect(payloadProblems(payload as object), where).toEqual([]);
  const written = markdownOf(payload);
  // Links of the renderer's own lead to web pages; none of the payload's is live.
  for (const [, target] of written.matchAll(/(?<!\\)\]\(([^)]*)\)/g))
    expect(target, where).toMatch(/^https?:\/\/[^\s]*$/);
  expect(written, where).not.toMatch(/(?<!\\)\[(?:the Treasury|x|The Treasury)(?<!\\)\]\(/);
  expect(written, where).not.toMatch(/(?<!\\)<(?:[@#:/]|a:|t:|id:|https?:)/);
  // Where a citation leads is for its source's front matter, which the owner chose.
  const outside = written.replaceAll(/\]\([^)]*\)/g, '');
  expect(outside, where).not.toMatch(/discord(?:app)?\.(?:gg|com)/i);
  expect(outside, where).not.toMatch(/https?:\/\/evil/);
  expect(written, where).not.toMatch(/(?<!\\)(?:```|\|\||~~)/);
  expect(written, where).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  // Only the renderer writes citation numbers: at most one, [1], for each quotation and citation.
  expect(written, where).not.toMatch(/\*\*\[(?!1\])\d+\]\*\*/);
  expect((written.match(/(?<!\\)\*\*\[1\]\*\*/g) ?? []).length, where).toBeLessThanOrEqual(2);
  for (const line of written.split('\n')) expect(line, where).not.toMatch(/^\s*#{1,3} /);
}
