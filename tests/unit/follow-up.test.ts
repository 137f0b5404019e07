import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROJECT_DIR } from '../../src/config.ts';
import { resolveFollowUp } from '../../src/conversation/follow-up.ts';
import type { Turn } from '../../src/conversation/subject.ts';

/**
 * Dialogues about invented parties, written by somebody who had not seen the rules (43 of the 46 held at first). A reader who
 * types "and when?" wants the party that was spoken of, and a question of its own left as it was typed.
 */
interface Dialogue {
  readonly id: string;
  readonly kind: string;
  readonly turns: readonly {
    readonly question: string;
    readonly answer: string | null;
    readonly span: string | null;
    /** Names as the sources know them, where the dialogue alone does not tell. */
    readonly names?: readonly string[];
  }[];
  readonly follow: string;
  /** What the question must hold to be understood without the dialogue. */
  readonly holds: readonly string[];
  readonly lacks: readonly string[];
  /** The question stands by itself and must stay as typed. */
  readonly same?: boolean;
}

const DIALOGUES = readFileSync(join(PROJECT_DIR, 'tests/unit/dialogues.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Dialogue);

function turnsOf(dialogue: Dialogue): Turn[] {
  const turns: Turn[] = [];
  for (const { question, answer, span, names = [] } of dialogue.turns)
    turns.push({ understood: resolveFollowUp(question, turns)?.question ?? question, names, answer, span });
  return turns;
}

describe('a follow-up', () => {
  it.each(DIALOGUES.map((dialogue) => [dialogue.id, dialogue.follow, dialogue] as const))(
    '%s: %s',
    (_, follow, dialogue) => {
      const resolved = resolveFollowUp(follow, turnsOf(dialogue));
      if (dialogue.same) {
        expect(resolved).toBeNull();
        return;
      }
      const question = ` ${resolved?.question ?? follow} `.toLowerCase();
      for (const each of dialogue.holds) expect(question).toContain(each.toLowerCase());
      for (const each of dialogue.lacks) expect(question).not.toContain(each.toLowerCase());
    },
  );

  it.each([
    // Each stands by itself: to ask it of the party that was spoken of would answer another question.
    ['sanctions on north korea', ['north korea']],
    ['tell me about wagner group', ['wagner group']],
    ['is it legal to trade with iran?', ['iran']],
    ['Is it true that Iran Air was listed?', ['iran air']],
    ['How long does it take to be delisted?', []],
    ['Which countries have their own sanctions lists?', []],
    ['does ukraine publish its own list', ['ukraine']],
    ['why did zorrin freight hide its ships', ['zorrin freight']],
    ['the vessel Nord Stream', ['nord stream']],
    ['So, Iran sanctions', ['iran']],
    ['what does it mean to be blocked?', []],
    ['how do sanctions work', []],
    ['who decides about delistings', []],
  ])('%s: stays as it is', (follow, known) => {
    const turns = [
      {
        understood: 'Why was Odd Brekke designated?',
        names: ['odd brekke'],
        answer: 'Odd Brekke was designated.',
        span: null,
      },
    ];
    expect(resolveFollowUp(follow, turns, known)).toBeNull();
  });

  it('names the rule by which it was understood', () => {
    const turns = [{ understood: 'why was Orlo Bank listed?', names: [], answer: null, span: null }];
    const rules = ['what about Vex Bank?', 'when?', 'who owns it?', 'any aliases?'].map(
      (follow) => resolveFollowUp(follow, turns)?.rule,
    );
    expect(rules).toEqual(['what about', 'bare question', 'pronoun', 'left out']);
  });

  it('is left alone where nothing came before, and for small talk, and whatever it is made of', () => {
    expect(resolveFollowUp('and when?', [])).toBeNull();
    const turns = [{ understood: 'why was Orlo Bank listed?', names: [], answer: null, span: null }];
    for (const text of ['thanks!', '', '   ', '???', 'and', '$&$1 \\', '('.repeat(4000)])
      expect(resolveFollowUp(text, turns)).toBeNull();
    const dollar = [{ understood: 'why was A$&B Bank listed?', names: [], answer: null, span: null }];
    expect(resolveFollowUp('who owns it?', dollar)?.question).toMatch(/^who owns /);
  });
});
