import type { Citation } from '../answer/answer.ts';
import { nameIn } from '../answer/candidates.ts';
import { citationOf } from '../answer/citation.ts';
import type { Sentence } from '../corpus/source.ts';
import type { IndexedSource } from '../index/documents.ts';
import type { IndexedPassage, OpenIndex } from '../index/open.ts';
import { terms, words } from '../index/terms.ts';
import type { Directory } from './directory.ts';

/** A sentence that names a party, quoted verbatim: `source.text.slice(start, end) === quote`. */
export interface Mention {
  readonly quote: string;
  readonly plain: string;
  readonly start: number;
  readonly end: number;
  readonly citation: Citation;
}

/** A sentence that tells of a listing, a removal or another measure, with what it names as the authority. */
export interface Designation extends Mention {
  readonly kind: 'designation' | 'removal';
  /** "E.O. 13692", "Executive Order 13224"…: as the sentence has it; null when it names none. */
  readonly authority: string | null;
}

/** What the sources hold of a name. */
export interface EntityCard {
  readonly name: string;
  /** Other names, as the sources give them. */
  readonly aliases: readonly string[];
  readonly sources: number;
  readonly mentions: number;
  /** By the date of the source; null when no source with the name has a date. */
  readonly first: Mention | null;
  readonly last: Mention | null;
  /** Newest first, at most `DESIGNATIONS`. */
  readonly designations: readonly Designation[];
  /** How many more there are. */
  readonly moreDesignations: number;
  /** Names that share passages with it, the most often first. */
  readonly related: readonly { readonly name: string; readonly passages: number }[];
  /** Mentions by month of the source, "2020-11", ascending; undated sources are left out. */
  readonly timeline: readonly { readonly month: string; readonly mentions: number }[];
}

const DESIGNATIONS = 6;
const RELATED = 8;
/** A card looks at as many passages at most: some 60 ms. */
const MOST_PASSAGES = 3000;
/** A related name shares at least as many passages, where the name has many. */
const SHARED = 2;

const MEASURE =
  /\b(?:designat(?:ed|es|ing|ion)|sanction(?:ed|s|ing)|blacklist(?:ed|s)|(?:added|adds|placed|put) (?:to|on)\b.{0,60}\blist|block(?:ed|ing) (?:the |all )?(?:property|assets|persons?)|identif(?:ied|ies|ying) (?:as|\S+ as)|listed|indicted|asset freeze|frozen)\b/i;
const REMOVAL =
  /\b(?:delist(?:ed|s|ing)|remov(?:ed|al|es|ing)\b.{0,80}\b(?:list|sanctions)|revok(?:ed|es|ing)|rescind(?:ed|s)|lift(?:ed|s|ing)\b.{0,60}\bsanctions|no longer (?:listed|designated|sanctioned|blocked))\b/i;
/** Legal instruments by number, as announcements name them. */
const AUTHORITY =
  /\b(?:Executive Order|E\.?O\.?)\s*(?:\(E\.?O\.?\)\s*)?\d{4,5}|\b(?:UNSCR|(?:UN )?Security Council Resolution|Resolution)\s+\d{3,4}|\b(?:Council )?(?:Regulation|Decision|Directive)\s*\((?:EU|EC|CFSP|EEC)[^)]*\)\s*(?:No\.?\s*)?\d[\d/]*|\b(?:Section|section) \d+[\w().]* of the [A-Z][\w’' ]{3,60}? Act\b|\bthe (?:[A-Z][\w’-]+ ){1,7}(?:Act|Regulations)\b/;

/**
 * Gathers what an index holds of a name, under any of the names that it gives it.
 * @returns null when no sentence holds the name.
 */
export function entityCard(index: OpenIndex, directory: Directory, asked: string): EntityCard | null {
  const names = namesOf(index, asked);
  const forms = names.map((name) => terms(name)).filter((form) => form.length > 0);
  const patterns = names.map((name) => ` ${words(name).join(' ')} `).filter((pattern) => pattern.trim() !== '');
  const positions = new Set<number>();
  for (const form of forms) for (const position of index.keywords.holdingAll(form)) positions.add(position);
  const found: { source: IndexedSource; sentence: Sentence; passage: IndexedPassage }[] = [];
  const holding = new Set<number>();
  for (const position of [...positions].slice(0, MOST_PASSAGES)) {
    const passage = index.passages[position]!;
    passage.source.sentences.slice(...passage.sentences).forEach((sentence) => {
      if (sentence.kind === 'heading' || sentence.kind === 'markup') return;
      const text = ` ${words(sentence.plain).join(' ')} `;
      if (!patterns.some((pattern) => text.includes(pattern))) return;
      holding.add(position);
      // A sentence cut over two passages is one mention.
      if (found.at(-1)?.sentence !== sentence) found.push({ source: passage.source, sentence, passage });
    });
  }
  if (found.length === 0) return null;
  const dated = found
    .filter(({ source }) => source.published !== null)
    .sort((a, b) => a.source.published!.localeCompare(b.source.published!) || a.sentence.start - b.sentence.start);
  const mention = ({ source, sentence, passage }: (typeof found)[number]): Mention => ({
    quote: source.text.slice(sentence.start, sentence.end),
    plain: sentence.plain,
    start: sentence.start,
    end: sentence.end,
    citation: citationOf(source, passage, 1, [sentence.paragraph, sentence.paragraph]),
  });
  const newestFirst = [...dated].reverse().concat(found.filter(({ source }) => source.published === null));
  const written = names.map((name) => nameIn(words(name).join(' ')));
  const close = measuresIn(newestFirst, written, CLOSE);
  const measures = close.length > 0 ? close : measuresIn(newestFirst, written, NEAR);
  const months = new Map<string, number>();
  for (const { source } of dated) {
    const month = source.published!.slice(0, 7);
    months.set(month, (months.get(month) ?? 0) + 1);
  }
  return {
    name: displayName(asked, names, directory),
    aliases: names.slice(1),
    sources: new Set(found.map(({ source }) => source.id)).size,
    mentions: found.length,
    first: dated[0] ? mention(dated[0]) : null,
    last: dated.length > 1 ? mention(dated.at(-1)!) : null,
    designations: measures.slice(0, DESIGNATIONS).map(({ found: each, kind }) => ({
      ...mention(each),
      kind,
      authority: AUTHORITY.exec(each.sentence.plain)?.[0] ?? null,
    })),
    moreDesignations: Math.max(0, measures.length - DESIGNATIONS),
    related: relatedTo(names, holding, directory),
    timeline: [...months].map(([month, mentions]) => ({ month, mentions })),
  };
}

/** The name as asked and its other names; those of an ambiguous short name are of several parties and stay out. */
export function namesOf(index: OpenIndex, asked: string): string[] {
  const list = words(asked);
  const known = index.names.aliasesOf(list).find(({ start, end }) => start === 0 && end === list.length);
  const others = (known?.aliases ?? []).map(({ name }) => name).filter((name) => !index.names.isAmbiguous(name));
  const seen = new Set([list.join(' ')]);
  const distinct = others.filter((name) => {
    const key = words(name).join(' ');
    if (key === '' || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  return [asked, ...(index.names.isAmbiguous(asked) ? [] : distinct)];
}

/** Characters from a name to the measure after it, and from a measure to the name after it, at most. */
interface Distance {
  readonly before: number;
  readonly after: number;
}

/** "X and Y are being designated", "designated X": the name is the subject or the object of the measure. */
const CLOSE: Distance = { before: 32, after: 16 };
/** Where no sentence is that plain, what stands in the same clause. */
const NEAR: Distance = { before: 70, after: 110 };

/** Whether a sentence tells of a measure close to a name: what is told of another party stands farther off. */
function isNear(measure: RegExp, plain: string, names: readonly RegExp[], { before, after }: Distance): boolean {
  const measures = [...plain.matchAll(new RegExp(measure, 'gi'))];
  return names.some((name) =>
    [...plain.matchAll(new RegExp(name, 'giu'))].some(({ 0: text, index }) =>
      measures.some(
        (each) =>
          (each.index >= index && each.index - index - text.length <= before) ||
          (each.index < index && index - each.index - each[0].length <= after),
      ),
    ),
  );
}

/** Sentences that tell of a measure against the names, each text once, in the order given. */
function measuresIn<Found extends { sentence: Sentence }>(
  found: readonly Found[],
  names: readonly RegExp[],
  distance: Distance,
): { found: Found; kind: Designation['kind'] }[] {
  const seen = new Set<string>();
  const measures: { found: Found; kind: Designation['kind'] }[] = [];
  for (const each of found) {
    const { plain } = each.sentence;
    const tells = (measure: RegExp) => isNear(measure, plain, names, distance);
    const kind = tells(REMOVAL) ? 'removal' : tells(MEASURE) ? 'designation' : null;
    if (kind === null || seen.has(plain)) continue;
    seen.add(plain);
    measures.push({ found: each, kind });
  }
  return measures;
}

function relatedTo(
  names: readonly string[],
  holding: ReadonlySet<number>,
  directory: Directory,
): EntityCard['related'] {
  const own = new Set(names.map((name) => directory.placeOf(name)));
  const ownWords = new Set(names.flatMap((name) => words(name)));
  const counts = new Map<number, number>();
  for (const position of holding)
    for (const place of directory.inPassage(position))
      if (!own.has(place)) counts.set(place, (counts.get(place) ?? 0) + 1);
  const least = holding.size >= 4 ? SHARED : 1;
  // A name that most sources hold (an agency, a country) is related to everything: shared passages weigh by its rarity.
  return [...counts]
    .filter(([place, count]) => count >= least && !words(directory.at(place).name).every((word) => ownWords.has(word)))
    .map(([place, passages]) => ({ ...directory.at(place), passages }))
    .sort((a, b) => b.passages / Math.sqrt(b.sources) - a.passages / Math.sqrt(a.sources))
    .slice(0, RELATED)
    .map(({ name, passages }) => ({ name, passages }));
}

function displayName(asked: string, names: readonly string[], directory: Directory): string {
  const place = directory.placeOf(asked);
  return place === null ? (names[0] ?? asked) : directory.at(place).name;
}
