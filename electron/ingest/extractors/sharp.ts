import sharp from 'sharp';

// One file at a time in this process, and as many processes as cores.
sharp.concurrency(1);
sharp.cache(false);

export type { Metadata, Sharp } from 'sharp';
/** The picture library as readers use it. It comes with the first picture: many a reader sees none. */
export { sharp };
