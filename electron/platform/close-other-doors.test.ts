import { expect, it } from 'vitest';
import { closeOtherDoors } from './close-other-doors.ts';

it('libraries find Node’s own ways out closed', () => {
  const before = { fetch: globalThis.fetch, WebSocket: globalThis.WebSocket };
  try {
    closeOtherDoors();
    expect(() => globalThis.fetch('http://127.0.0.1')).toThrow(expect.objectContaining({ code: 'EGRESS_REFUSED' }));
    expect(() => new globalThis.WebSocket('ws://127.0.0.1')).toThrow(
      expect.objectContaining({ code: 'EGRESS_REFUSED' }),
    );
  } finally {
    Object.assign(globalThis, before);
  }
});
