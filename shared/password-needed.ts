/** Why an asset was not read that the owner can open with its password: the beginning of its reason. */
export const UNLOCK_NEEDED = 'It is protected by a password.';

/** Whether an asset waits for its password. Other protected documents cannot be opened by Holdfast. */
export function waitsForPassword({ kind, state, reason }: { kind: string; state: string; reason: string }): boolean {
  return state === 'failed' && (kind === 'pdf' || kind === 'archive') && reason.startsWith(UNLOCK_NEEDED);
}
