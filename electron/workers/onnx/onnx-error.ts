import { messageOf } from '../../../shared/errors.ts';
import { ModelError } from './model-error.ts';

/** What the engines say, by what it means; the first that fits. */
const sentences: readonly [pattern: RegExp, sentence: string][] = [
  [/protobuf parsing failed|INVALID_PROTOBUF/i, 'Its ONNX file is damaged.'],
  [/not found locally|NO_SUCHFILE/i, 'One of its files is missing.'],
  [/external data|external initializer|buffer size mismatch/i, 'Its graph and its weights do not fit together.'],
  [
    /opset|No Op registered|not a registered function|NOT_IMPLEMENTED|Could not find an implementation|support for domain/i,
    'It uses operations that this version of ONNX Runtime does not know.',
  ],
  [/missing the following inputs/i, 'It wants inputs that models of its kind do not have.'],
  [/indices element out of data bounds/i, 'Its tokenizer and its weights do not belong together.'],
  [/bad allocation|failed to allocate/i, 'There is not enough memory for it.'],
  [/invalid model|INVALID_GRAPH|ShapeInference|Type Error|shape|dimension/i, 'Its parts do not fit together.'],
];

const longestDetail = 300;

/** A sentence for what an engine threw, with the engine's own words; what Holdfast itself threw stays as it is. */
export function explainOnnxError(thrown: unknown): unknown {
  const isOurs = thrown instanceof ModelError || thrown instanceof DOMException;
  if (isOurs) return thrown;
  const message = messageOf(thrown);
  const sentence = sentences.find(([pattern]) => pattern.test(message))?.[1] ?? 'It cannot be run.';
  return new ModelError(`${sentence} The engine says: ${detailOf(message)}`);
}

/** One line, without paths of this machine and of the engine's sources. */
function detailOf(message: string): string {
  const line = message
    .replace(/Load model from .*? failed:\s*/s, '')
    .replace(/\/onnxruntime_src\/\S+\s[^(]*\([^)]*\)\s*/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > longestDetail ? `${line.slice(0, longestDetail)}…` : line;
}
