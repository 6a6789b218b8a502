import { InvalidArgumentError, Option } from 'commander';

/** An option that takes one of some words, or several with commas between them. */
export function listOption<Choice extends string>(
  flags: string,
  description: string,
  choices: readonly Choice[],
): Option {
  const known: readonly string[] = choices;
  return new Option(flags, `${description}, with commas between them: ${choices.join(', ')}`).argParser(
    (text: string) => {
      const given = text.split(',').map((word) => word.trim());
      if (given.every((word) => known.includes(word))) return given;
      throw new InvalidArgumentError(`Allowed are ${choices.join(', ')}.`);
    },
  );
}
