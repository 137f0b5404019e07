import type { Database } from '../state/database.ts';

/** A question that the sources, or the bot, did not answer well: a row of the evaluation's question files. */
export interface Gap {
  readonly id: string;
  readonly question: string;
  /** Set where the sources did not hold an answer: whoever adds a source that does replaces it by gold. */
  readonly refuse?: true;
  /** Regular expressions of what was quoted and is no answer. */
  readonly not?: readonly string[];
  /** 'unanswered', 'reported', or 'not helpful: ' with the reason. */
  readonly type: string;
}

/**
 * Questions that were refused (where a log is kept), reported as missing, or answered unhelpfully, each once, newest first, without
 * who asked.
 */
export function gaps(database: Database): Gap[] {
  const said = database
    .prepare(
      `SELECT feedback.id, feedback.question, verdict, reason, views.data FROM feedback LEFT JOIN views ON views.id = feedback.view_id
       WHERE verdict IN ('not helpful', 'reported') ORDER BY feedback.created_at DESC, feedback.id DESC`,
    )
    .all() as { id: number; question: string; verdict: string; reason: string | null; data: string | null }[];
  const refused = database
    .prepare("SELECT id, question FROM question_log WHERE status = 'not_found' ORDER BY created_at DESC, id DESC")
    .all() as { id: number; question: string }[];
  const rows: Gap[] = [
    ...said.map(({ id, question, verdict, reason, data }): Gap => {
      if (verdict === 'reported') return { id: `reported-${id}`, question, refuse: true, type: 'reported' };
      const quoted = data === null ? [] : quotedIn(data);
      return {
        id: `not-helpful-${id}`,
        question,
        ...(reason === 'wrong passage' && quoted.length > 0 ? { not: quoted } : {}),
        ...(quoted.length === 0 ? { refuse: true } : {}),
        type: `not helpful: ${reason ?? 'other'}`,
      };
    }),
    ...refused.map(({ id, question }): Gap => ({ id: `unanswered-${id}`, question, refuse: true, type: 'unanswered' })),
  ];
  const seen = new Set<string>();
  return rows.filter(({ question }) => {
    const key = question.toLowerCase().replace(/\s+/g, ' ').trim();
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** What an answer quoted first, as a regular expression that matches just that. */
function quotedIn(data: string): string[] {
  const { answer } = JSON.parse(data) as { answer?: { evidence?: { plain: string }[] } };
  const first = answer?.evidence?.[0]?.plain;
  return first === undefined ? [] : [first.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replace(/\s+/g, '\\s+')];
}
