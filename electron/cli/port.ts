import { InvalidArgumentError } from 'commander';
import { messageOf } from '../../shared/errors.ts';
import { parsePort } from '../platform/port.ts';

/** For commander: the port that `--port` stands for. */
export function portOption(text: string): number {
  try {
    return parsePort(text);
  } catch (thrown) {
    throw new InvalidArgumentError(messageOf(thrown));
  }
}
