import sharp from 'sharp';
import { extract } from '../ingest/extractors/extract.ts';
import { identify } from '../ingest/extractors/identify/identify.ts';
import { recognise } from '../ingest/extractors/image/ocr.ts';
import { render } from '../ingest/extractors/render.ts';
import { closeOtherDoors } from '../platform/close-other-doors.ts';
import type { MediaRequests } from './media-protocol.ts';
import { serveRequests } from './serve-requests.ts';

closeOtherDoors();

// One file at a time in this process, and as many processes as cores.
sharp.concurrency(1);
sharp.cache(false);

serveRequests<MediaRequests>({ identify, extract, ocr: recognise, render });
