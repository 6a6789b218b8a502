import { expect, it } from 'vitest';
import { startServer } from '../../e2e/http-server.ts';
import { parsePort, portFailure } from './port.ts';

it('takes the ports that there are, and any free one', () => {
  expect(['0', '80', '65535'].map(parsePort)).toEqual([0, 80, 65_535]);
});

it.each(['', ' ', '-1', '65536', '1e3', '0x50', '80.5', 'http'])('refuses "%s"', (text) => {
  expect(() => parsePort(text)).toThrow(`"${text}" is not a port.`);
});

it('says that a port is taken', async () => {
  const first = await startServer((_, response) => response.end());
  const error = await startServer((_, response) => response.end(), first.port).catch((thrown) => thrown);
  expect(portFailure(first.port, error)).toBe(`Port ${first.port} is in use by another program.`);
  first.close();
});
