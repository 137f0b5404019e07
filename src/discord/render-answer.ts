import {
  type APIActionRowComponent,
  type APIComponentInMessageActionRow,
  type APIEmbed,
  ComponentType,
} from 'discord.js';
import type { Answer, Citation, Evidence } from '../answer/answer.ts';
import {
  citationUrl,
  describeConfidence,
  describeCorrections,
  describeDate,
  describeParagraphs,
  describeReason,
  visible,
} from '../answer/describe.ts';
import { excerpt } from '../answer/excerpt.ts';
import type { PassageView } from '../engine/library.ts';
import * as limits from './limits.ts';
import { blockQuote, clip, link, literal, literalClip } from './text.ts';

/** What a message is made of; parts that are not set stay out. Mentions are never parsed. */
export interface Payload {
  readonly content?: string;
  readonly embeds?: APIEmbed[];
  readonly components?: APIActionRowComponent<APIComponentInMessageActionRow>[];
  readonly files?: { attachment: Buffer; name: string }[];
  readonly allowedMentions: { readonly parse: [] };
}

export const NO_MENTIONS = { parse: [] as [] };

const ANSWERED = 0x2e7d32;
const NOT_FOUND = 0x8a6d3b;

/** Custom id of the select menu that shows a whole passage; its values are passage references. */
export const PASSAGE_SELECT = 'passage';

/** Most of an embed's 6,000 characters that quotations may take; the rest is for question, citations and footer. */
const QUOTES_BUDGET = 3600;
/** Most characters of one of them: three have room. */
const QUOTE_BUDGET = 1150;
/** Room for the marks of what is left out, and for those of bold. */
const ELLIPSES = 8;
const TITLE_IN_CITATION = 120;

/** An answer as a message: one embed and, when there are citations, a menu of their passages. */
export function renderAnswer(answer: Answer, baseUrl: string | null): Payload {
  return answer.status === 'answered' ? renderFound(answer, baseUrl) : renderNotFound(answer);
}

function renderFound(answer: Answer, baseUrl: string | null): Payload {
  const options = answer.citations.slice(0, limits.SELECT_OPTIONS).map((citation) => ({
    label: clip(visible(`[${citation.n}] ${citation.title}`), limits.SELECT_OPTION_TEXT),
    description: clip(
      `${describeDate(citation)}, ${describeParagraphs(citation.paragraphs)}`,
      limits.SELECT_OPTION_TEXT,
    ),
    value: `${citation.n}:${citation.passageReference}`,
  }));
  return {
    embeds: [
      {
        color: ANSWERED,
        title: questionTitle(answer),
        description: [literalOrNull(describeCorrections(answer.corrections)), quotations(answer)]
          .filter((part) => part !== null)
          .join('\n\n'),
        fields: [
          { name: answer.citations.length > 1 ? 'Sources' : 'Source', value: citations(answer.citations, baseUrl) },
        ],
        footer: {
          text: `Confidence: ${describeConfidence(answer.confidence)} (${Math.round(answer.confidence * 100)} %) · ${seconds(answer)}`,
        },
      },
    ],
    components: [
      {
        type: ComponentType.ActionRow,
        components: [
          {
            type: ComponentType.StringSelect,
            custom_id: PASSAGE_SELECT,
            placeholder: 'Read the whole passage behind a citation',
            options,
          },
        ],
      },
    ],
    allowedMentions: NO_MENTIONS,
  };
}

function renderNotFound(answer: Answer): Payload {
  const nearest = (answer.nearest ?? answer.passages)[0];
  return {
    embeds: [
      {
        color: NOT_FOUND,
        title: questionTitle(answer),
        description: [
          literalOrNull(describeCorrections(answer.corrections)),
          `The sources do not hold an answer to this. ${literalClip(describeReason(answer.reason), 900)}`,
        ]
          .filter((part) => part !== null)
          .join('\n\n'),
        ...(nearest
          ? {
              fields: [
                {
                  name: 'The nearest passage, which is not an answer',
                  value: blockQuote(literalClip(nearest.text.replace(/\s+/g, ' '), 400)),
                },
              ],
            }
          : {}),
        footer: { text: `Not in the sources · ${seconds(answer)}` },
      },
    ],
    allowedMentions: NO_MENTIONS,
  };
}

/** The quotations as block quotes with their numbers, as many as fit; says how many are left out. */
function quotations(answer: Answer): string {
  const shown: string[] = [];
  let used = 0;
  for (const evidence of answer.evidence) {
    const quote = `${blockQuote(quotation(evidence, QUOTE_BUDGET))} **[${evidence.citation}]**`;
    if (shown.length > 0 && used + quote.length > QUOTES_BUDGET) {
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

/** The citations, one a line, as many as a field holds; says how many are left out. */
function citations(all: readonly Citation[], baseUrl: string | null): string {
  const lines: string[] = [];
  let used = 0;
  for (const citation of all) {
    const more = `\n… and ${all.length - lines.length} more`;
    let line = citationLine(citation, citationUrl(citation.url, baseUrl));
    if (used + line.length + more.length > limits.EMBED_FIELD_VALUE) line = citationLine(citation, null);
    if (used + line.length + more.length > limits.EMBED_FIELD_VALUE) return lines.join('\n') + more;
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

/** A whole passage as a private reply. */
export function renderPassage(passage: PassageView, n: string, baseUrl: string | null): Payload {
  const url = citationUrl(passage.url, baseUrl);
  return {
    embeds: [
      {
        title: literalClip(`[${n}] ${passage.title}`, limits.EMBED_TITLE),
        ...(url === null ? {} : { url }),
        description: literalClip(passage.plain, limits.EMBED_DESCRIPTION),
        footer: {
          text: clip(
            [passage.publisher, describeDate(passage), describeParagraphs(passage.paragraphs), passage.path]
              .filter((part) => part !== null)
              .join(' · '),
            limits.EMBED_FOOTER / 4,
          ),
        },
      },
    ],
    allowedMentions: NO_MENTIONS,
  };
}

/** A message of one sentence or paragraph in the bot's own words. */
export function renderNotice(text: string): Payload {
  return { content: clip(text, limits.MESSAGE_CONTENT), allowedMentions: NO_MENTIONS };
}

function seconds(answer: Answer): string {
  return `${(answer.timings.totalMs / 1000).toFixed(2)} s`;
}

function questionTitle(answer: Answer): string {
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
