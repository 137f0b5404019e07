import uFuzzy from '@leeoniya/ufuzzy';
import { NAME_RUN } from '../index/aliases.ts';
import type { OpenIndex } from '../index/open.ts';
import { STOP_WORDS } from '../index/stop-words.ts';
import { words } from '../index/terms.ts';

/** A name as the corpus writes it most often. */
export interface DirectoryName {
  readonly name: string;
  /** How many sources hold it. */
  readonly sources: number;
}

/** Longest name in the directory, in characters: what a choice of Discord's holds. */
const LONGEST = 100;
/** A single capitalised word is a name when it stands in as many passages; rarer ones are mostly slips of capitals. */
const PASSAGES_OF_A_WORD = 2;
/** Names looked through with room for a typing error, when few names hold what was typed as it is. */
const FEW = 5;

/** Every name that the sources write, for completing what is typed and for finding which names share passages. */
export class Directory {
  private readonly search = new uFuzzy({ intraMode: 1, intraIns: 1, interLft: 1 });

  private constructor(
    private readonly names: readonly DirectoryName[],
    private readonly folded: readonly string[],
    private readonly byKey: ReadonlyMap<string, number>,
    /** For each passage of the index, places of its names. */
    private readonly ofPassage: readonly (readonly number[])[],
  ) {}

  /** Gathers the names of an index: runs of capitalised words within sentences, stated aliases, front matter's aliases. */
  static of(index: OpenIndex): Directory {
    const found = new Map<string, { spellings: Map<string, number>; sources: Set<string>; passages: number }>();
    const keysOf: string[][] = [];
    const keys = new Map<string, string>();
    const keyOf = (name: string) => {
      const key = keys.get(name) ?? words(name).join(' ');
      keys.set(name, key);
      return key;
    };
    for (const passage of index.passages) {
      const { source } = passage;
      const held = new Set<string>();
      for (const sentence of source.sentences.slice(...passage.sentences)) {
        if (sentence.kind === 'heading' || sentence.kind === 'markup' || sentence.kind === 'dateline') continue;
        if (index.boilerplate.has(sentence.plain)) continue;
        for (const name of namesIn(sentence.plain, index)) {
          const key = keyOf(name);
          const entry = found.get(key) ?? { spellings: new Map(), sources: new Set(), passages: 0 };
          entry.spellings.set(name, (entry.spellings.get(name) ?? 0) + 1);
          entry.sources.add(source.id);
          if (!held.has(key)) entry.passages++;
          held.add(key);
          found.set(key, entry);
        }
      }
      keysOf.push([...held]);
    }
    for (const source of index.sources)
      for (const name of source.aliases) {
        const key = keyOf(name);
        if (key === '' || name.length > LONGEST) continue;
        const entry = found.get(key) ?? { spellings: new Map(), sources: new Set(), passages: 0 };
        entry.spellings.set(name, (entry.spellings.get(name) ?? 0) + 1);
        entry.sources.add(source.id);
        entry.passages += PASSAGES_OF_A_WORD;
        found.set(key, entry);
      }
    const rows = [...found]
      .filter(
        ([key, { spellings, passages }]) =>
          key.includes(' ') ||
          passages >= PASSAGES_OF_A_WORD ||
          [...spellings.keys()].some((name) => SHORT_FORM.test(name)),
      )
      .map(([key, { spellings, sources }]) => ({
        key,
        name: [...spellings].reduce((best, each) => (each[1] > best[1] ? each : best))[0],
        sources: sources.size,
      }))
      .sort((a, b) => b.sources - a.sources || a.name.length - b.name.length || a.name.localeCompare(b.name));
    const byKey = new Map(rows.map(({ key }, place) => [key, place]));
    return new Directory(
      rows.map(({ name, sources }) => ({ name, sources })),
      rows.map(({ key }) => key),
      byKey,
      keysOf.map((keys) => keys.map((key) => byKey.get(key)).filter((place) => place !== undefined)),
    );
  }

  get size(): number {
    return this.names.length;
  }

  /** The place of a name, or null. */
  placeOf(name: string): number | null {
    return this.byKey.get(words(name).join(' ')) ?? null;
  }

  at(place: number): DirectoryName {
    return this.names[place]!;
  }

  /** Places of the names in a passage, by its position. */
  inPassage(position: number): readonly number[] {
    return this.ofPassage[position] ?? [];
  }

  /**
   * Names for what was typed so far, at most `limit`: those that begin with it, then those with words that do, the most
   * widely told first; with few of them, also near spellings.
   */
  complete(typed: string, limit: number): DirectoryName[] {
    const key = words(typed).join(' ');
    if (key === '') return this.names.slice(0, limit);
    const starts: number[] = [];
    const holds: number[] = [];
    const within = ` ${key}`;
    for (let place = 0; place < this.folded.length && starts.length < limit; place++) {
      const name = this.folded[place]!;
      if (name.startsWith(key)) starts.push(place);
      else if (holds.length < limit && ` ${name}`.includes(within)) holds.push(place);
    }
    const places = [...starts, ...holds].slice(0, limit);
    if (places.length < Math.min(FEW, limit) && key.length >= 3) {
      const near = this.search.search([...this.folded], key, 1, 1000)[0] ?? [];
      for (const place of near) if (places.length < limit && !places.includes(place)) places.push(place);
    }
    return places.map((place) => this.names[place]!);
  }
}

/** A short form, which is a name however rare it is. */
const SHORT_FORM = /^\p{Lu}[\p{Lu}\p{N}&-]{2,}$/u;
/** Articles before a name. */
const ARTICLE = /^(?:The|A|An)\s+/;
/** "Russia’s President" holds two names. */
const POSSESSIVE = /['’]s\s+/u;
/** Labels of list notices that follow a name, and what follows them. */
const LABEL = /\s+(?:AKA|FKA|NKA|DBA|DOB|POB|alt\.?)\b.*$/u;
/** Days and months are written as names are. */
const CALENDAR =
  /^(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)$/;

/** Runs of capitalised words in a sentence. Its first word counts only where the corpus elsewhere writes it as a name. */
function namesIn(plain: string, { names }: OpenIndex): string[] {
  if (plain === plain.toUpperCase()) return [];
  const found: string[] = [];
  const runs = [...plain.matchAll(NAME_RUN)].flatMap(({ 0: run, index }) =>
    run.split(POSSESSIVE).map((part, i) => ({ part, isAfter: i > 0, index })),
  );
  for (const { part, isAfter, index } of runs) {
    let name = part
      .replace(ARTICLE, '')
      .replace(LABEL, '')
      .replace(/['’]s?$/u, '')
      .replace(/[.,&-]+$/u, '');
    const isFirst = !isAfter && !/[\p{L}\p{N}]/u.test(plain.slice(0, index));
    const [first = ''] = name.split(/\s/);
    const [word = ''] = words(first);
    if (isFirst && (STOP_WORDS.has(word) || !names.mayBeName(word) || names.nameShare(word) === 0))
      name = name.slice(first.length).replace(/^\s*(?:(?:of|and|the|for|de|del|la|al|el|bin|ibn|von|van|&)\s+)*/u, '');
    const list = words(name);
    if (list.length === 0 || name.length > LONGEST || name.length < 2 || !/^\p{Lu}/u.test(name)) continue;
    if (
      list.length === 1 &&
      (CALENDAR.test(name) || STOP_WORDS.has(list[0]!) || !/\p{L}{2}/u.test(name) || names.nameShare(list[0]!) < 0.8)
    )
      continue;
    found.push(name);
  }
  return found;
}
