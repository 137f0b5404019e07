import { ButtonStyle, ComponentType } from 'discord.js';
import type { Answer, Citation, Evidence } from '../../answer/answer.ts';
import {
  citationUrl,
  describeConfidence,
  describeCorrections,
  describeDate,
  describeParagraphs,
  describeReason,
  visible,
} from '../../answer/describe.ts';
import { excerpt } from '../../answer/excerpt.ts';
import { answerId, button, type Row, row } from './controls.ts';
import * as limits from './limits.ts';
import { NO_MENTIONS, type Payload } from './message.ts';
import { saveButton } from './saving.ts';
import { blockQuote, clip, link, literal, literalClip } from './text.ts';
import { withTextFragment } from './text-fragment.ts';

/** What stands behind an answer's buttons, and how the question was put. */
export interface Shown {
  readonly viewId: string;
  readonly isPrivate: boolean;
  /** As it was typed, where it was understood otherwise. */
  readonly asked?: string;
  /** Who turned a private answer public, as a mention that pings nobody. */
  readonly sharedBy?: string;
}

/** What an answer needs to be shown. */
export type Showable = Omit<Answer, 'explanation' | 'passages' | 'index'>;

const ANSWERED = 0x2e7d32;
const NOT_FOUND = 0x8a6d3b;

/** Most of an embed's 6,000 characters that quotations may take; the rest is for question, citations and footer. */
const QUOTES_BUDGET = 3600;
/** Most characters of one of them: three have room. */
const QUOTE_BUDGET = 1150;
/** Room for the marks of what is left out, and for those of bold. */
const ELLIPSES = 8;
const TITLE_IN_CITATION = 120;

/** An answer as a message: one embed, a menu of its passages, and buttons. */
export function renderAnswer(answer: Showable, baseUrl: string | null, shown: Shown): Payload {
  return answer.status === 'answered' ? renderFound(answer, baseUrl, shown) : renderNotFound(answer, shown);
}

function renderFound(answer: Showable, baseUrl: string | null, shown: Shown): Payload {
  const before = preamble(answer, shown);
  return {
    embeds: [
      {
        color: ANSWERED,
        title: questionTitle(answer),
        description: [...before, quotations(answer, QUOTES_BUDGET - before.join('\n\n').length)].join('\n\n'),
        fields: [{ name: answer.citations.length > 1 ? 'Sources' : 'Source', value: citations(answer, baseUrl) }],
        footer: { text: [asOf(answer.citations), confidenceText(answer), seconds(answer)].join(' · ') },
      },
    ],
    components: [passageMenu(answer, shown), answerButtons(shown)],
    allowedMentions: NO_MENTIONS,
  };
}

function renderNotFound(answer: Showable, shown: Shown): Payload {
  return {
    embeds: [
      {
        color: NOT_FOUND,
        title: questionTitle(answer),
        description: [
          ...preamble(answer, shown),
          `The sources do not hold an answer to this. ${literalClip(describeReason(answer.reason), 900)}`,
        ].join('\n\n'),
        footer: { text: `Not in the sources · ${seconds(answer)}` },
      },
    ],
    components: [
      row(
        ...((answer.nearest ?? []).length > 0
          ? [button('Nearest passage (not an answer)', answerId('nearest', shown.viewId))]
          : []),
        button('Tell the maintainers', answerId('report', shown.viewId)),
        ...shareButton(shown),
        saveButton('answer', shown.viewId),
      ),
    ],
    allowedMentions: NO_MENTIONS,
  };
}

/** What comes before the quotations: who shared them, how the question was understood, which names were put right. */
function preamble({ question, corrections }: Showable, { asked, sharedBy }: Shown): string[] {
  const understood = asked !== undefined && asked.trim() !== question.trim();
  return [
    sharedBy === undefined ? null : `Shared by ${sharedBy}.`,
    understood ? `-# You asked “${literalClip(asked, 200)}”, understood as above.` : null,
    literalOrNull(describeCorrections(corrections)),
  ].filter((part) => part !== null);
}

function passageMenu({ citations: all }: Showable, { viewId }: Shown): Row {
  return row({
    type: ComponentType.StringSelect,
    custom_id: answerId('passage', viewId),
    placeholder: 'Read the whole passage behind a citation',
    options: all.slice(0, limits.SELECT_OPTIONS).map((citation) => ({
      label: clip(visible(`[${citation.n}] ${citation.title}`), limits.SELECT_OPTION_TEXT),
      description: clip(
        `${describeDate(citation)}, ${describeParagraphs(citation.paragraphs)}`,
        limits.SELECT_OPTION_TEXT,
      ),
      value: String(citation.n),
    })),
  });
}

function answerButtons(shown: Shown): Row {
  return row(
    button('More from this source', answerId('more', shown.viewId)),
    button('Helpful', answerId('helpful', shown.viewId)),
    button('Not helpful', answerId('unhelpful', shown.viewId)),
    ...shareButton(shown),
    saveButton('answer', shown.viewId),
  );
}

function shareButton({ viewId, isPrivate }: Shown) {
  return isPrivate ? [button('Share in this channel', answerId('share', viewId), { style: ButtonStyle.Primary })] : [];
}

/** The date of the newest source quoted: an announcement is told as of its day. */
function asOf(all: readonly Citation[]): string {
  const newest = all.reduce((best, each) => ((each.published ?? '') > (best.published ?? '') ? each : best), all[0]!);
  return newest.published === null
    ? 'What the sources say; they have no date'
    : `What the sources say as of ${describeDate(newest)}`;
}

function confidenceText({ confidence }: Showable): string {
  return `Confidence: ${describeConfidence(confidence)} (${Math.round(confidence * 100)} %)`;
}

/** The quotations as block quotes with their numbers, as many as fit; says how many are left out. */
function quotations(answer: Showable, budget: number): string {
  const shown: string[] = [];
  let used = 0;
  for (const evidence of answer.evidence) {
    const quote = `${blockQuote(quotation(evidence, QUOTE_BUDGET))} **[${evidence.citation}]**`;
    if (shown.length > 0 && used + quote.length > budget) {
      const left = answer.evidence.length - shown.length;
      shown.push(`${left} more quotation${left > 1 ? 's' : ''} did not fit.`);
      break;
    }
    used += quote.length;
    shown.push(quote);
  }
  return shown.join('\n\n');
}

/**
 * A quotation with the words that answer in bold, as the reader marked them; one that is too long once escaped is cut at
 * clause boundaries, with "…" for what is left out.
 */
function quotation({ plain, highlights }: Evidence, limit: number): string {
  const span = highlights.find(({ kind }) => kind === 'answer') ?? highlights[0] ?? { start: 0, end: 0 };
  for (let most = limit - ELLIPSES; ; most = Math.floor(most * 0.8)) {
    const part = excerpt(plain, span, most);
    const text = emboldened(plain.slice(part.start, part.end), highlights, part.start);
    if (text.length > limit - ELLIPSES && most > 1) continue;
    return `${part.start > 0 ? '… ' : ''}${text}${part.end < plain.length ? ' …' : ''}`;
  }
}

/**
 * The citations, one a line, as many as a field holds; says how many are left out. A link leads to the quoted words; where it is
 * too long for the field, to the page; then there is none.
 */
function citations({ citations: all, evidence }: Showable, baseUrl: string | null): string {
  const lines: string[] = [];
  let used = 0;
  for (const citation of all) {
    const more = `\n… and ${all.length - lines.length} more`;
    const url = citationUrl(citation.url, baseUrl);
    const quote = evidence.find((one) => one.citation === citation.n)?.plain;
    const links = [url !== null && quote !== undefined ? withTextFragment(url, quote) : url, url, null];
    const line = links
      .map((target) => citationLine(citation, target))
      .find((each) => used + each.length + more.length <= limits.EMBED_FIELD_VALUE);
    if (line === undefined) return lines.join('\n') + more;
    lines.push(line);
    used += line.length + 1;
  }
  return lines.join('\n');
}

function citationLine(citation: Citation, url: string | null): string {
  const title = literalClip(citation.title, TITLE_IN_CITATION);
  const publisher = citation.publisher === null ? [] : [literalClip(citation.publisher, 80)];
  const facts = [...publisher, describeDate(citation), describeParagraphs(citation.paragraphs)].join(', ');
  const also =
    citation.alsoIn.length > 0
      ? ` (also in ${citation.alsoIn.length} other source${citation.alsoIn.length > 1 ? 's' : ''})`
      : '';
  return `**[${citation.n}]** ${url === null ? title : link(title, url)} — ${facts}${also}`;
}

function seconds(answer: Showable): string {
  return `${(answer.timings.totalMs / 1000).toFixed(2)}\u00a0s`;
}

function questionTitle(answer: Showable): string {
  return literalClip(answer.question.replace(/\s+/g, ' ').trim(), limits.EMBED_TITLE);
}

function literalOrNull(text: string | null): string | null {
  return text === null ? null : literalClip(text, 500);
}

/** Part of a quotation, which begins at `offset` of it, with the words that answer in bold. */
function emboldened(part: string, highlights: Evidence['highlights'], offset: number): string {
  const span = highlights.find(({ kind }) => kind === 'answer');
  const [start, end] = [Math.max(0, (span?.start ?? 0) - offset), Math.max(0, (span?.end ?? 0) - offset)];
  const inner = literal(part.slice(start, end)).trim();
  if (inner === '') return literalClip(part, limits.EMBED_DESCRIPTION);
  return `${literal(part.slice(0, start))}**${inner}**${literal(part.slice(end))}`;
}
