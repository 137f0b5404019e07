import { join, relative } from 'node:path';
import { styleText } from 'node:util';
import type { Answer, Citation } from '../answer/answer.ts';
import {
  citationUrl,
  describeConfidence,
  describeCorrections,
  describeDate,
  describeParagraphs,
  describeReason,
  visible,
} from '../answer/describe.ts';

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
  const corrected = describeCorrections(answer.corrections);
  if (corrected) lines.push(paint('yellow', visible(corrected)), '');
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
    const nearest = answer.nearest ?? answer.passages;
    lines.push(paint('yellow', `Not in the sources. ${visible(describeReason(answer.reason))}`), '');
    if (nearest.length > 0) lines.push('The nearest passages, which are not an answer:');
    for (const { sourceId, plain } of nearest.slice(0, NEAREST))
      lines.push(
        ...wrap(`${excerpt(visible(plain))} ${paint('dim', `(${visible(sourceId)})`)}`, style.columns, '    ').map(
          (line, n) => (n === 0 ? line.replace('    ', '  · ') : line),
        ),
      );
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
  const where = citationUrl(citation.url, style.baseUrl) ?? nearPath(join(style.corpusDir, citation.path));
  return [
    `${paint('cyan', `[${citation.n}]`)} ${visible(citation.title)}`,
    `    ${visible(facts.join(', '))}`,
    `    ${paint('dim', visible(where))}`,
    ...citation.alsoIn.map(({ title, path }) => `    ${paint('dim', visible(`also in: ${title} (${path})`))}`),
  ];
}

function excerpt(text: string): string {
  const folded = text.replace(/\s+/g, ' ').trim();
  if (folded.length <= EXCERPT) return folded;
  return `${folded.slice(0, folded.lastIndexOf(' ', EXCERPT))} …`;
}

/** Breaks text at spaces into lines of at most `columns` (and 100) characters, each with a prefix. */
export function wrap(text: string, columns: number, prefix: string): string[] {
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

/**
 * How an answer came about: what was understood, why it was answered or refused (what each feature adds to the log-odds of
 * the confidence), and the best sentences with their ranks.
 */
export function renderExplanation({ explanation, status }: Answer): string {
  const numbers = (features: Readonly<Record<string, number>>) =>
    Object.entries(features)
      .map(([name, value]) => `${name} ${value.toFixed(2)}`)
      .join(', ');
  const { confidence, candidates } = explanation;
  const verdict = status === 'answered' ? 'Answered: the confidence' : 'Refused: the confidence';
  const comparison = status === 'answered' ? 'is at least' : 'is below';
  const reasons = Object.entries(confidence.contributions)
    .filter(([, value]) => Math.abs(value) >= 0.05)
    .sort(([, a], [, b]) => Math.abs(b) - Math.abs(a))
    .map(([name, value]) => `${name} ${value > 0 ? '+' : '−'}${Math.abs(value).toFixed(2)}`);
  const lines = [
    `asked for: ${explanation.asked}; names: ${explanation.names.join(', ') || 'none'}; other names: ${explanation.aliases.join(', ') || 'none'}`,
    `${verdict} ${confidence.value.toFixed(3)} ${comparison} the threshold ${confidence.threshold}. What speaks for (+) and against (−): ${reasons.join(', ') || 'nothing was found'}`,
    `features: ${numbers(confidence.features)}`,
    ...candidates.map(
      (one) =>
        `${one.quotedAs === null ? '   ' : `[${one.quotedAs}]`} ${one.score.toFixed(2)}  keywords #${one.keywordRank ?? '-'}, vectors #${one.vectorRank ?? '-'}, fused #${one.fusedRank}  ${excerpt(one.text)}\n      ${numbers(one.features)}`,
    ),
  ];
  return `${lines.map(visible).join('\n')}\n`;
}

/** A path as it is shortest to type: from the working directory when it lies below. */
function nearPath(path: string): string {
  const near = relative(process.cwd(), path);
  return near.startsWith('..') ? path : near;
}
