import { parseArgs } from 'node:util';
import { messageOf } from '../shared/errors.ts';
import { closeOtherDoors } from './platform/close-other-doors.ts';
import { defaultLibraryPath } from './platform/library-path.ts';
import { nodePlatform } from './platform/node.ts';
import { parsePort } from './platform/port.ts';
import { failureText } from './shell/failure.ts';
import { serveLibrary } from './shell/serve-library.ts';
import { stopSignal } from './shell/stop-signal.ts';

/** The browser shell as a program of its own: `serve.js [--library DIR] [--port N] [--open]`. */
function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        library: { type: 'string', default: defaultLibraryPath() },
        port: { type: 'string', default: '0' },
        open: { type: 'boolean', default: false },
      },
    });
    return { ...values, port: parsePort(values.port) };
  } catch (thrown) {
    console.error(`holdfast: ${messageOf(thrown)}`);
    process.exit(2);
  }
}

closeOtherDoors();
const options = readOptions();
const { signal } = stopSignal();
try {
  await serveLibrary({
    platform: nodePlatform('browser'),
    libraryPath: options.library,
    port: options.port,
    openWindow: options.open,
    signal,
  });
  process.exit(0);
} catch (thrown) {
  console.error(`holdfast: ${failureText(thrown)}`);
  process.exit(1);
}
