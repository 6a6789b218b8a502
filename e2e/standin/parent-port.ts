// Loaded before a utility process: gives it Electron's `process.parentPort` over Node's channel.
import { EventEmitter } from 'node:events';

class ParentPort extends EventEmitter {
  postMessage(message: unknown): void {
    process.send?.(message, undefined, undefined, () => {});
  }
}

const parentPort = new ParentPort();
Object.assign(process, { parentPort, type: 'utility' });
process.on('message', (data) => parentPort.emit('message', { data, ports: [] }));
process.on('disconnect', () => parentPort.emit('close'));
