import { HoldfastError } from '../../shared/errors.ts';

const doors = ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest'] as const;

/**
 * Takes the ways out that Node itself offers from every library in this process: what goes out goes through policy/egress.
 * For the start of each process of the host.
 */
export function closeOtherDoors(): void {
  for (const door of doors) {
    // Written over as it is, it would be loaded before, and with it a client of HTTP in every process.
    Reflect.deleteProperty(globalThis, door);
    Object.defineProperty(globalThis, door, {
      configurable: true,
      writable: true,
      // A function that is called or constructed alike.
      value: function refuse(): never {
        throw new HoldfastError(
          'EGRESS_REFUSED',
          `Something tried to reach the network by ${door}; that is not allowed.`,
        );
      },
    });
  }
}
