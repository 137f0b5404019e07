import type { EvaluationReport } from './report.ts';
export function reportPage(report: EvaluationReport): string {
  return `<pre>${JSON.stringify(report.answers)}</pre>`;
}
