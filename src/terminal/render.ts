import { join } from 'node:path';
import { styleText } from 'node:util';
import type { Answer, Citation } from '../answer/answer.ts';
import { citationUrl, describeConfidence, describeDate, describeParagraphs, visible } from '../answer/describe.ts';

export interface TerminalStyle {
  readonly colour: boolean;
  readonly columns: number;
  /** Shown before a citation's path when the source has no link. */
  readonly corpusDir: string;
  readonly baseUrl: string | null;
}

/** Excerpts of the nearest passages that a refusal shows, and their length in characters. */
const NEAREST = 2;
const EXCERPT = 300;

/** Writes an answer as a person reads it at the terminal. */
export function renderAnswer(answer: Answer, style: TerminalStyle): string {
  const paint = (format: 'bold' | 'dim' | 'cyan' | 'yellow', text: string) =>
    style.colour ? styleText(format, text, { validateStream: false }) : text;
  const lines: string[] = ['', paint('bold', visible(answer.question)), ''];
  if (answer.status === 'answered') {
    for (const { plain, citation } of answer.evidence)
      lines.push(...wrap(`${visible(plain)} ${paint('cyan', `[${citation}]`)}`, style.columns, '  │ '), '');
    for (const citation of answer.citations) lines.push(...describe(citation, style, paint));
    lines.push(
      '',
      paint(
        'dim',
        `confidence ${describeConfidence(answer.confidence)} (${answer.confidence.toFixed(2)}), ${Math.round(answer.timings.totalMs)} ms`,
      ),
    );
  } else {
    lines.push(paint('yellow', 'Not in the sources.'), '');
    if (answer.passages.length > 0) lines.push('The nearest passages, which are not an answer:');
    for (const { sourceId, text } of answer.passages.slice(0, NEAREST))
      lines.push(...wrap(`${excerpt(visible(text))} ${paint('dim', `(${visible(sourceId)})`)}`, style.columns, '  · '));
  }
  return `${lines.join('\n')}\n`;
}

function describe(
  citation: Citation,
  style: TerminalStyle,
  paint: (format: 'cyan' | 'dim', text: string) => string,
): string[] {
  const facts = [citation.publisher, describeDate(citation), describeParagraphs(citation.paragraphs)].filter(
    (fact) => fact !== null,
  );
  const where = citationUrl(citation.url, style.baseUrl) ?? join(style.corpusDir, citation.path);
  return [
    `${paint('cyan', `[${citation.n}]`)} ${visible(citation.title)}`,
    `    ${visible(facts.join(', '))}`,
    `    ${paint('dim', visible(where))}`,
  ];
}

function excerpt(text: string): string {
  const folded = text.replace(/\s+/g, ' ').trim();
  if (folded.length <= EXCERPT) return folded;
  return `${folded.slice(0, folded.lastIndexOf(' ', EXCERPT))} …`;
}

function wrap(text: string, columns: number, prefix: string): string[] {
  const width = Math.max(30, Math.min(columns, 100) - prefix.length);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(prefix + line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, prefix + line];
}
