import { visible } from '../answer/describe.ts';
import {
  type CaseHead,
  type Item,
  quotationsOf,
  quotedFrom,
  type SourceChanges,
  TERMINAL,
  tagChange,
} from '../case/case.ts';
import {
  bylineOf,
  type Dossier,
  describeState,
  describeTime,
  dossier,
  facts,
  headingOf,
  outcomeOf,
} from '../case/export/dossier.ts';
import { exportCase, FORMATS, type Format, isFormat } from '../case/export/export.ts';
import { describeChange } from '../case/history.ts';
import { contentOfAnswer } from '../case/quote.ts';
import { CaseStore } from '../case/store.ts';
import { caseTimeline } from '../case/timeline.ts';
import type { Config } from '../config.ts';
import { sourceStates } from '../engine/library.ts';
import { IndexError, UserError } from '../errors.ts';
import { openIndex } from '../index/open.ts';
import { openState, type State } from '../state/state.ts';
import { openAnswerer } from './ask.ts';
import { renderAnswer, type TerminalStyle, wrap } from './render.ts';
import { writeOut } from './write-file.ts';

/** The name that the terminal's items carry. */
const OWNER = 'the owner of the bot';

/** Case files on the terminal: every case of the database, whatever channel it is of, while the bot runs or not. */
export class TerminalCases {
  private readonly cases: CaseStore;

  constructor(
    private readonly config: Config,
    private readonly state: State,
  ) {
    this.cases = new CaseStore(state.database);
    state.people.put(TERMINAL, OWNER);
  }

  /** Opens the database of DATA_DIR. */
  static open(config: Config): TerminalCases {
    return new TerminalCases(config, openState(config.dataDir));
  }

  close(): void {
    this.state.close();
  }

  list(closedToo: boolean): string {
    const heads = this.cases.all().filter(({ isOpen }) => isOpen || closedToo);
    if (heads.length === 0) return 'There is no case. Open one with: npm run case -- open "TITLE"';
    return heads
      .map((head) => {
        const { total } = this.cases.items(head.id, { limit: 0 });
        const where =
          head.channelId === TERMINAL
            ? 'terminal'
            : head.guildId === ''
              ? 'direct message'
              : `channel ${head.channelId}`;
        return `${head.id}  ${visible(head.title)}  (${total} items, ${where}${head.isOpen ? '' : ', closed'})`;
      })
      .join('\n');
  }

  openCase(title: string): string {
    const twin = this.cases.all().find((head) => head.title.toLowerCase() === title.trim().toLowerCase());
    const { id } = this.cases.open({ guildId: '', channelId: TERMINAL, title, userId: TERMINAL });
    const warning = twin ? `There is another case of this title, ${twin.id}: name them by their ids.\n` : '';
    return `${warning}Opened ${id}. Save to it with: npm run case -- ask ${id} "QUESTION", or note ${id} "TEXT"`;
  }

  /** Asks the library, prints the answer, and saves it with the question. @returns what to print. */
  async ask(which: string, question: string): Promise<string> {
    const head = this.find(which);
    if (question.trim() === '') throw new UserError('Ask something: the question is empty.');
    const answerer = await openAnswerer(this.config);
    const answer = await answerer.ask(question);
    const told = answer.reason && 'names' in answer.reason ? answer.reason.names : [];
    const names = [...new Set([...answer.explanation.names, ...told])];
    const item = this.cases.add(head.id, { content: contentOfAnswer(answer, names), userId: TERMINAL });
    return `${renderAnswer(answer, this.style())}\nSaved as item ${item.number} of “${visible(head.title)}”.`;
  }

  note(which: string, text: string): string {
    const item = this.cases.add(this.find(which).id, { content: { kind: 'note' }, note: text, userId: TERMINAL });
    return `Saved as item ${item.number}.`;
  }

  edit(which: string, number: string, text: string): string {
    const [head, item] = this.item(which, number);
    this.cases.editNote(head.id, item.id, item.version, text, TERMINAL);
    return `Item ${item.number} is changed.`;
  }

  move(which: string, number: string, place: string): string {
    const [head, item] = this.item(which, number);
    if (!/^\d{1,6}$/.test(place) || Number(place) < 1) throw new UserError('A place is a whole number from 1.');
    this.cases.move(head.id, item.id, Number(place), TERMINAL);
    return `Item ${item.number} is moved.`;
  }

  tag(which: string, number: string, tags: readonly string[]): string {
    const [head, item] = this.item(which, number);
    const { added, removed } = tagChange(tags);
    return `Tags: ${visible(this.cases.tag(head.id, item.id, added, removed, TERMINAL).tags.join(', ')) || 'none'}`;
  }

  remove(which: string, number: string): string {
    const [head, item] = this.item(which, number);
    this.cases.remove(head.id, item.id, TERMINAL);
    return `Item ${item.number} is out of the case. Its history keeps it.`;
  }

  restore(which: string, number: string): string {
    const [head, item] = this.item(which, number);
    this.cases.restore(head.id, item.id, TERMINAL);
    return `Item ${item.number} is in the case.`;
  }

  setOpen(which: string, isOpen: boolean): string {
    const head = this.find(which);
    if (isOpen) this.cases.reopen(head.id, TERMINAL);
    else this.cases.close(head.id, TERMINAL);
    return `“${visible(head.title)}” is ${isOpen ? 'open' : 'closed'}.`;
  }

  /** Deletes a case, or an item of it, for good. */
  purge(which: string, number: string | undefined, isConfirmed: boolean): string {
    if (!isConfirmed)
      throw new UserError('This deletes for good, with the history. To do it add --yes. Nothing was deleted.');
    if (number !== undefined) {
      const [head, item] = this.item(which, number);
      this.cases.purgeItem(head.id, item.id, TERMINAL);
      return `Deleted for good: item ${item.number} (${item.content.kind}) of “${visible(head.title)}”.`;
    }
    const head = this.find(which);
    return `Deleted for good: the case “${visible(head.title)}” with ${this.cases.purgeCase(head.id, TERMINAL)} items.`;
  }

  /** The items as text; with `search` those that hold all its words. */
  async show(which: string, search = ''): Promise<string> {
    const head = this.find(which);
    const whole = await this.dossier(head, search);
    const { columns } = this.style();
    const { total } = this.cases.items(head.id, { limit: 0 });
    return [
      visible(whole.head.title),
      ...(search === ''
        ? facts(whole).map(([name, value]) => `${name}: ${visible(value)}`)
        : [`${whole.items.length} of ${total} items hold “${visible(search)}”`]),
      ...whole.items.flatMap((each) => ['', ...itemLines(each, whole, columns)]),
    ].join('\n');
  }

  async json(which: string): Promise<string> {
    return (await this.exported(which, 'json')).toString('utf8').trimEnd();
  }

  history(which: string): string {
    const head = this.find(which);
    const names = this.state.people.names();
    const writing = {
      itemOf: (itemId: string) => this.cases.item(head.id, itemId),
      nameOf: (id: string) => visible(names.get(id) ?? 'somebody'),
      quote: (text: string) => `“${visible(text).replace(/\s+/g, ' ').trim()}”`,
    };
    return this.cases
      .history(head.id)
      .map((event) => `${describeTime(event.at)}  ${writing.nameOf(event.userId)} ${describeChange(event, writing)}`)
      .join('\n');
  }

  /** Writes an export to a file, or returns its bytes for standard output. The format is told by the file's ending unless named. */
  async export(which: string, { format, out }: { format?: string; out?: string }): Promise<Buffer | string> {
    const ending = out === undefined ? undefined : endingOf(out);
    const wanted = format ?? ending ?? 'md';
    if (!isFormat(wanted) || (out !== undefined && ending !== wanted))
      throw new UserError(
        isFormat(wanted)
          ? `The file must end in .${wanted}${format === undefined ? `, or in another of: ${Object.keys(FORMATS).join(', ')}` : ''}.`
          : `There is no format “${visible(wanted)}”. There are: ${Object.keys(FORMATS).join(', ')}.`,
      );
    if (out === undefined && wanted === 'docx') throw new UserError('A Word document needs a file: add -o FILE.docx');
    const data = await this.exported(which, wanted);
    if (out === undefined) return data;
    writeOut(out, data);
    return `Wrote ${out} (${data.length} bytes).`;
  }

  async timeline(which: string, out: string): Promise<string> {
    if (!out.toLowerCase().endsWith('.png'))
      throw new UserError('A timeline is a PNG picture: name a file that ends in .png');
    const picture = await caseTimeline(this.cases.items(this.find(which).id).items);
    if (!picture)
      throw new UserError('There is nothing to draw yet: a timeline needs a quotation of a source with a date.');
    writeOut(out, picture);
    return `Wrote ${out}.`;
  }

  private async exported(which: string, format: Format): Promise<Buffer> {
    return (await exportCase(await this.parts(this.find(which)), format)).data;
  }

  private async dossier(head: CaseHead, search = ''): Promise<Dossier> {
    return dossier(await this.parts(head, search));
  }

  private async parts(head: CaseHead, search = '') {
    const { items } = this.cases.items(head.id, { search });
    return {
      head,
      members: this.cases.members(head.id),
      items,
      names: this.state.people.names(),
      changes: await this.changes(items),
      baseUrl: this.config.sourceBaseUrl,
      placeOf: (item: Item) => this.cases.placeOf(head.id, item),
    };
  }

  /** What became of the quoted sources; null where there is no index to look in. */
  private async changes(items: readonly Item[]): Promise<SourceChanges | null> {
    const quoted = items.flatMap((item) => quotationsOf(item));
    if (quoted.length === 0) return new Map();
    try {
      const states = sourceStates(await openIndex(this.config.indexDir, this.config.embedding), quoted);
      return new Map(quoted.map((each, n) => [quotedFrom(each), states[n]!]));
    } catch (error) {
      if (!(error instanceof IndexError)) throw error;
      process.stderr.write(`Whether quoted sources have changed is not known: ${error.message}\n`);
      return null;
    }
  }

  /**
   * The case of an id, of the beginning of one, or of a title.
   * @throws UserError when there is none, or more than one.
   */
  private find(which: string): CaseHead {
    const all = this.cases.all();
    const exact = all.filter(({ id, title }) => id === which || title.toLowerCase() === which.toLowerCase());
    const found = exact.length > 0 ? exact : all.filter(({ id }) => which.length >= 4 && id.startsWith(which));
    if (found.length === 0)
      throw new UserError(`There is no case “${visible(which)}”. List them with: npm run case -- list --closed`);
    if (found.length > 1)
      throw new UserError(
        `Several cases are called “${visible(which)}”. Name one by its id: ${found.map(({ id, createdAt }) => `${id} (opened ${describeTime(createdAt)})`).join(', ')}.`,
      );
    return found[0]!;
  }

  private item(which: string, number: string): [CaseHead, Item] {
    const head = this.find(which);
    const item = /^\d{1,9}$/.test(number) ? this.cases.item(head.id, Number(number)) : null;
    if (!item)
      throw new UserError(`This case has no item ${visible(number)}. Its items: npm run case -- show ${head.id}`);
    return [head, item];
  }

  private style(): TerminalStyle {
    return {
      colour: process.stdout.isTTY === true && this.config.colour,
      columns: process.stdout.columns ?? 100,
      corpusDir: this.config.corpusDir,
      baseUrl: this.config.sourceBaseUrl,
    };
  }
}

/** The format that a file's ending tells, the longest that fits; undefined when none does. */
function endingOf(file: string): Format | undefined {
  const known = Object.keys(FORMATS).filter(isFormat);
  return known.filter((each) => file.endsWith(`.${each}`)).sort((a, b) => b.length - a.length)[0];
}

function itemLines(each: Dossier['items'][number], { notes }: Dossier, columns: number): string[] {
  const { item, quotations } = each;
  const { content, note } = item;
  const lines = (text: string, prefix: string) =>
    visible(text)
      .split(/\n+/)
      .flatMap((line) => wrap(line, columns, prefix));
  return [
    ...lines(headingOf(each), ''),
    ...(content.kind === 'message' ? [...lines(content.text, '   > '), `   ${content.url}`] : []),
    ...quotations.flatMap(({ quotation, note: n, source }) => {
      const changed = describeState(source);
      return [
        ...lines(quotation.plain, '   > '),
        ...lines(notes[n - 1] ?? '', '     '),
        ...(changed === null ? [] : lines(`! ${changed}`, '     ')),
      ];
    }),
    ...(outcomeOf(item) === null ? [] : lines(outcomeOf(item)!, '     ')),
    ...(note === '' ? [] : lines(note, '   ')),
    ...lines(bylineOf(each), '   '),
  ];
}
