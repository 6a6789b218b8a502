import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, it } from 'vitest';
import { parsePort, portFailure } from './port.ts';

it('takes the ports that there are, and any free one', () => {
  expect(['0', '80', '65535'].map(parsePort)).toEqual([0, 80, 65_535]);
});

it.each(['', ' ', '-1', '65536', '1e3', '0x50', '80.5', 'http'])('refuses "%s"', (text) => {
  expect(() => parsePort(text)).toThrow(`"${text}" is not a port.`);
});

it('says that a port is taken', async () => {
  const first = createServer().listen(0, '127.0.0.1');
  await once(first, 'listening');
  const { port } = first.address() as AddressInfo;
  const second = createServer().listen(port, '127.0.0.1');
  const [error] = await once(second, 'error').catch((thrown: unknown) => [thrown]);
  expect(portFailure(port, error)).toBe(`Port ${port} is in use by another program.`);
  first.close();
});
