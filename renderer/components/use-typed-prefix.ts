import { useRef } from 'react';

/** Letters that follow each other within this time make one prefix. ms */
const TYPING_MS = 700;

/** Gathers letters typed into a list to the prefix of a name. */
export function useTypedPrefix() {
  const typed = useRef({ prefix: '', until: 0 });
  return {
    /** The prefix with the letter added, or begun with it. */
    add: (letter: string): string => {
      const now = Date.now();
      const prefix = now < typed.current.until ? typed.current.prefix + letter : letter;
      typed.current = { prefix, until: now + TYPING_MS };
      return prefix;
    },
    /** Whether a prefix is being typed, so that a space belongs to it. */
    isTyping: () => Date.now() < typed.current.until,
  };
}
