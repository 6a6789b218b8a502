/**
 * The port of 127.0.0.1 that a text names; 0 stands for any free one.
 * @throws RangeError, for people, when it names none
 */
export function parsePort(text: string): number {
  const port = /^\d+$/.test(text) ? Number(text) : -1;
  if (port < 0 || port > 65_535) throw new RangeError(`"${text}" is not a port. Give a number from 0 to 65535.`);
  return port;
}

/** Why a port cannot be listened on, as a sentence. */
export function portFailure(port: number, error: NodeJS.ErrnoException): string {
  if (error.code === 'EADDRINUSE') return `Port ${port} is in use by another program.`;
  if (error.code === 'EACCES') return `The system does not let you use port ${port}.`;
  return `Port ${port} cannot be used: ${error.message}.`;
}
