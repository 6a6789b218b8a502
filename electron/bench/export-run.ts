import Papa from 'papaparse';
import { type BenchResults, taskMeasures } from '../../shared/contract/bench.ts';
import type { JudgementRow, OutcomeRow } from '../catalog/benches.ts';
import type { ItemResult, Sample } from './bench-task.ts';

export interface ExportedRun {
  results: BenchResults;
  sample: Sample;
  outcomes: readonly OutcomeRow[];
  judgements: readonly JudgementRow[];
}

/** All of a run: what was before the models, what each made of it, how it was measured and judged. */
export function runAsJson({ results, sample, outcomes, judgements }: ExportedRun): string {
  const content = {
    format: 'holdfast-bench',
    version: 1,
    ...results,
    sample,
    outcomes: outcomes.map(({ result, ...outcome }) => ({
      ...outcome,
      result: result === null ? null : (JSON.parse(result) as ItemResult),
    })),
    judgements,
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** A line for each item and model, for a spreadsheet: what begins like a formula is kept from being one. */
export function runAsCsv({ results, outcomes }: ExportedRun): string {
  const measured = taskMeasures[results.task].filter((measure) => measure !== 'preferred');
  const nameOf = new Map(results.rows.map(({ entrant, name }) => [entrant, name]));
  const lines = outcomes.map(({ entrant, item, result, reason, ms }) => {
    const { measures, answer } = result === null ? { measures: {}, answer: '' } : (JSON.parse(result) as ItemResult);
    const of: Partial<Record<string, number | null>> = measures;
    return {
      task: results.task,
      model: nameOf.get(entrant) ?? entrant,
      item: item + 1,
      label: results.items[item]?.label ?? '',
      source: results.items[item]?.name ?? '',
      ...Object.fromEntries(measured.map((measure) => [measure, of[measure] ?? ''])),
      milliseconds: Math.round(ms),
      answer,
      error: reason,
    };
  });
  return `${Papa.unparse(lines, { escapeFormulae: true })}\r\n`;
}
