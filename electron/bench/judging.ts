import type { BenchPair, Judgement } from '../../shared/contract/bench.ts';
import type { EntrantRow, JudgementRow, OutcomeRow } from '../catalog/benches.ts';
import type { ItemResult } from './bench-task.ts';
import type { ChatSample } from './chat.ts';
import { seededRandom } from './random.ts';

/** Two answers with who gave them, in the order of the run's entrants. */
interface KnownPair {
  shown: BenchPair;
  one: EntrantRow;
  other: EntrantRow;
  /** Whether the first is shown on the right. */
  turned: boolean;
}

/** Each question's answers two by two, the sides by chance, so that no model is always on the same one. */
export function pairsOf(
  run: { seed: number },
  sample: ChatSample,
  entrants: readonly EntrantRow[],
  outcomes: readonly OutcomeRow[],
  judgements: readonly JudgementRow[],
): KnownPair[] {
  const answers = new Map(
    outcomes.flatMap(({ entrant, item, result }) =>
      result === null ? [] : [[`${item} ${entrant}`, (JSON.parse(result) as ItemResult).answer] as const],
    ),
  );
  const combinations = entrants.flatMap((one, at) => entrants.slice(at + 1).map((other) => ({ one, other })));
  return sample.items.flatMap(({ label, sources }, item) =>
    combinations.flatMap(({ one, other }, pair): KnownPair[] => {
      const [first, second] = [answers.get(`${item} ${one.entrant}`), answers.get(`${item} ${other.entrant}`)];
      if (first === undefined || second === undefined) return [];
      const turned = seededRandom(run.seed + item * combinations.length + pair)() < 0.5;
      const known = judgements.find(
        (row) => row.item === item && row.one === one.entrant && row.other === other.entrant,
      );
      const [left, right] = turned ? [other, one] : [one, other];
      const shown: BenchPair = {
        item,
        pair,
        question: label,
        sources: sources.map(({ asset, passage }, index) => ({ n: index + 1, name: asset.name, text: passage.text })),
        left: turned ? second : first,
        right: turned ? first : second,
        judged: known ? { judgement: asShown(known.judgement, turned), left: left.name, right: right.name } : null,
      };
      return [{ shown, one, other, turned }];
    }),
  );
}

function asShown(judgement: JudgementRow['judgement'], turned: boolean): Judgement {
  if (judgement === 'one') return turned ? 'right' : 'left';
  if (judgement === 'other') return turned ? 'left' : 'right';
  return judgement;
}

/** What was said of the sides, said of the models. */
export function asMeant(judgement: Judgement, turned: boolean): JudgementRow['judgement'] {
  if (judgement === 'left') return turned ? 'other' : 'one';
  if (judgement === 'right') return turned ? 'one' : 'other';
  return judgement;
}
