import type { Command } from 'commander';

/**
 * Lets a command take words that begin with a minus, as the search language has them (`lens -fog`), beside its options,
 * which all begin with two. A short option would take such a word for itself, so help has none here.
 */
export function takesWords(command: Command): Command {
  return command.allowUnknownOption().helpOption('--help', 'display help for command');
}

/**
 * The words of such a command as one text.
 * @throws CommanderError where one looks like an option that the command does not have
 */
export function textOf(words: readonly string[], command: Command): string {
  const option = words.find((word) => /^--[a-z]/i.test(word));
  if (option !== undefined) command.error(`error: unknown option '${option}'`);
  return words.join(' ');
}
