import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { boxSchema } from '../anchors.ts';
import { procedure } from './base.ts';

export const assetKinds = [
  'image',
  'video',
  'audio',
  'pdf',
  'document',
  'spreadsheet',
  'slides',
  'text',
  'web',
  'mail',
  'archive',
  'other',
] as const;
export const assetKindSchema = z.enum(assetKinds);
export type AssetKind = z.infer<typeof assetKindSchema>;

/** `pending` while it is being read; every file ends in exactly one of the others, with a reason. */
export const assetStates = ['pending', 'ready', 'empty', 'unsupported', 'failed', 'quarantined'] as const;
export const assetStateSchema = z.enum(assetStates);
export type AssetState = z.infer<typeof assetStateSchema>;

/** An asset's id: the SHA-256 of its bytes, in lower-case hex. */
export const assetIdSchema = z.string().regex(/^[0-9a-f]{64}$/);

export const assetSummarySchema = z.object({
  id: assetIdSchema,
  kind: assetKindSchema,
  state: assetStateSchema,
  reason: z.string(),
  /** File name of the first place where the asset was found. */
  name: z.string(),
  path: z.string(),
  /** Title from the document itself, or empty. */
  title: z.string(),
  mime: z.string(),
  /** Bytes. */
  size: z.number(),
  /** Milliseconds since 1970: capture or authoring time where known, else the file's modification time. */
  date: z.number(),
  /** Pixels, or points for a PDF's first page; 0 where the asset has no shape of its own. */
  width: z.number(),
  height: z.number(),
  /** Milliseconds of a recording; 0 where it has no length, or none is known. */
  duration: z.number(),
  hasThumbnail: z.boolean(),
  /** The first words of its text, up to 280 characters; empty where there is none, and in the results of a search. */
  excerpt: z.string(),
});
export type AssetSummary = z.infer<typeof assetSummarySchema>;

export const sortKeys = ['date', 'name', 'size', 'kind'] as const;

/** Which assets a listing shows; the fields narrow together. */
export const assetFilterSchema = z.object({
  kinds: z.array(assetKindSchema).optional(),
  states: z.array(assetStateSchema).optional(),
  /** Folder path: assets in it and below it. */
  folder: z.string().optional(),
  /** Calendar month in UTC, `2024-05`. */
  month: z
    .string()
    .regex(/^\d{4}-\d{2}$/)
    .optional(),
  tag: z.string().optional(),
  /** Whether a search can find them by their content. */
  found: z.boolean().optional(),
});
export type AssetFilter = z.infer<typeof assetFilterSchema>;

export const listingShapeSchema = z.object({
  /** Width by height of each asset in the listing's order, in hundredths; 0 where an asset has no shape of its own. */
  ratios: z.array(z.number()),
  /** How many assets of the listing fall into each month (UTC, `2024-05`), in its order; empty unless sorted by date. */
  months: z.array(z.object({ month: z.string(), count: z.number() })),
});
export type ListingShape = z.infer<typeof listingShapeSchema>;

const facetSchema = z.object({ value: z.string(), count: z.number() });
export type Facet = z.infer<typeof facetSchema>;

const listedFolderSchema = z.object({
  path: z.string(),
  name: z.string(),
  /** Assets in it and below it, each once. */
  count: z.number(),
  /** Whether there are folders in it. */
  hasFolders: z.boolean(),
});
export type ListedFolder = z.infer<typeof listedFolderSchema>;

export const derivationSchema = z.object({
  kind: z.string(),
  engine: z.string(),
  engineVersion: z.string(),
  parameters: z.string(),
  /** Milliseconds since 1970. */
  time: z.number(),
});

export const assetDetailSchema = assetSummarySchema.extend({
  /** Every place where the same bytes were found. */
  files: z.array(
    z.object({
      path: z.string(),
      modified: z.number(),
      missing: z.boolean(),
      /** The archive, mail or PDF that it lies in; null for a file on the disk. */
      container: z.object({ id: assetIdSchema, name: z.string(), path: z.string() }).nullable(),
    }),
  ),
  /** Items in it, as in an archive or a mail, at any depth. */
  parts: z.number(),
  /** What is in it itself and could not be read. */
  unreadParts: z.number(),
  /** Pages of a PDF, slides of a deck, sheets of a workbook; 0 otherwise. */
  pages: z.number(),
  passages: z.number(),
  tags: z.array(z.string()),
  metadata: z.array(z.object({ label: z.string(), value: z.string() })),
  /** Faces that people or their programs marked on a picture, with a name or an empty one. */
  faces: z.array(z.object({ name: z.string(), box: boxSchema })),
  derivations: z.array(derivationSchema),
});
export type AssetDetail = z.infer<typeof assetDetailSchema>;

/** What of a container could not be read for one reason. */
export const unreadPartsSchema = z.object({
  reason: z.string(),
  count: z.number(),
  /** Places in the container, with slashes; of many only the first. */
  paths: z.array(z.string()),
});
export type UnreadParts = z.infer<typeof unreadPartsSchema>;

/** A recognised word: its box on the page or image and the engine's confidence, 0–100. */
export const ocrWordSchema = z.object({ text: z.string(), confidence: z.number(), box: boxSchema, line: z.number() });
export type OcrWord = z.infer<typeof ocrWordSchema>;

/** What is said or shown from one moment of a recording to another, in milliseconds from its start. */
export const timedLineSchema = z.object({ start: z.number(), end: z.number(), text: z.string() });
export type TimedLine = z.infer<typeof timedLineSchema>;

/** What the viewer shows of an asset that is read as text, and what it knows of a recording. */
export const extractedContentSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), format: z.enum(['plain', 'markdown']), text: z.string() }),
  z.object({
    type: z.literal('table'),
    sheets: z.array(z.object({ name: z.string(), rows: z.array(z.array(z.string())), truncated: z.boolean() })),
  }),
  z.object({
    type: z.literal('slides'),
    slides: z.array(z.object({ title: z.string(), text: z.string(), notes: z.string() })),
  }),
  z.object({
    type: z.literal('recording'),
    hasPicture: z.boolean(),
    /** Whether there is sound, and whether it can be transcribed without ffmpeg being installed. */
    sound: z.enum(['none', 'heard', 'needs-ffmpeg']),
    /** Whether a window may be able to play the file as it is; where not, it certainly is not. */
    mayPlay: z.boolean(),
    chapters: z.array(z.object({ start: z.number(), end: z.number(), title: z.string() })),
    /** Those that are in the file itself, by their language (ISO 639, or empty). */
    subtitles: z.array(z.object({ language: z.string(), lines: z.array(timedLineSchema) })),
  }),
  z.object({ type: z.literal('none') }),
]);
export type ExtractedContent = z.infer<typeof extractedContentSchema>;

export const folderSchema = z.object({
  id: z.number(),
  path: z.string(),
  added: z.number(),
  files: z.number(),
  /** False while the folder's drive or share is not there. */
  available: z.boolean(),
  /** Whether changes in it are taken over by themselves. */
  watched: z.boolean(),
  /** Why they are not, where they should be; else empty. */
  unwatched: z.string(),
});
export type Folder = z.infer<typeof folderSchema>;

export const coverageSchema = z.object({
  assets: z.number(),
  /** Assets that a search can find by their content. */
  searchable: z.number(),
  byState: z.record(assetStateSchema, z.number()),
  /** The others, by their state; of those that are ready, the ones without a word in them. */
  unfound: z.record(assetStateSchema, z.number()),
  passages: z.number(),
  /** Passages that have a vector of the current embedding model. */
  embedded: z.number(),
});
export type Coverage = z.infer<typeof coverageSchema>;

/** What the library's files come to: each is an item, a further copy of one, a sidecar, cannot be read at all, or is none. */
export const inventorySchema = z.object({
  files: z.number(),
  copies: z.number(),
  sidecars: z.number(),
  unreadable: z.number(),
  /** Links that lead nowhere or to folders, pipes, sockets and devices: nothing is wrong with them, and nothing to read. */
  noFiles: z.number(),
  /** Items that are not where they were; they count among no others. */
  missing: z.number(),
});
export type Inventory = z.infer<typeof inventorySchema>;

export const libraryContract = {
  folders: procedure.output(z.array(folderSchema)),
  /** Adds a folder or a single file by absolute path and starts reading it. */
  addFolder: procedure.input(z.object({ path: z.string().min(1) })).output(z.object({ jobId: z.number() })),
  /** Takes the folder out of the library. The files themselves are not touched. */
  removeFolder: procedure.input(z.object({ id: z.number() })).output(z.object({ removedFiles: z.number() })),
  /** Looks through every folder again for new, changed and missing files. */
  rescan: procedure.output(z.object({ jobId: z.number() })),
  /** What became of every file at an absolute path or below it, and of what lies in them, by path. */
  files: procedure.input(z.object({ path: z.string().min(1) })).output(
    z.array(
      z.object({
        path: z.string(),
        /** Whether it lies in another file, such as an archive. */
        inside: z.boolean(),
        state: assetStateSchema,
        reason: z.string(),
      }),
    ),
  ),

  /** One window of the sorted listing; `total` counts all that match. */
  list: procedure
    .input(
      z.object({
        filter: assetFilterSchema,
        sort: z.enum(sortKeys),
        descending: z.boolean(),
        offset: z.int().min(0),
        limit: z.int().min(1).max(500),
      }),
    )
    .output(z.object({ total: z.number(), assets: z.array(assetSummarySchema) })),
  /** What a grid of the whole listing needs to lay itself out before any of its assets is fetched. */
  shape: procedure
    .input(z.object({ filter: assetFilterSchema, sort: z.enum(sortKeys), descending: z.boolean() }))
    .output(listingShapeSchema),
  /**
   * The place in a listing of the next asset whose name (or, where no name does, whose title) begins with `prefix`, from
   * the place `from` on and round its end; null where none does.
   */
  placeOfName: procedure
    .input(
      z.object({
        filter: assetFilterSchema,
        sort: z.enum(sortKeys),
        descending: z.boolean(),
        prefix: z.string().min(1).max(200),
        from: z.int().min(0),
      }),
    )
    .output(z.object({ place: z.number().nullable() })),
  /**
   * The folders in a folder, or for null those that the library begins with, that anything under the other filters lies in:
   * the tree of folders, level by level.
   */
  foldersIn: procedure
    .input(z.object({ folder: z.string().nullable(), filter: assetFilterSchema }))
    .output(z.array(listedFolderSchema)),
  /** Counts for the facet sidebar, each under the other active filters. */
  facets: procedure.input(z.object({ filter: assetFilterSchema })).output(
    z.object({
      kinds: z.array(facetSchema),
      months: z.array(facetSchema),
      tags: z.array(facetSchema),
      states: z.array(facetSchema),
    }),
  ),
  asset: procedure.input(z.object({ id: assetIdSchema })).output(assetDetailSchema),
  /** What of an archive, a mail or a PDF could not be read, by reason, the largest group first; of many reasons the first. */
  unreadParts: procedure.input(z.object({ id: assetIdSchema })).output(z.array(unreadPartsSchema)),
  /** The id of the asset at a path; one in an archive has the archive's path before its own. */
  assetAt: procedure.input(z.object({ path: z.string().min(1) })).output(z.object({ id: assetIdSchema })),
  content: procedure.input(z.object({ id: assetIdSchema })).output(extractedContentSchema),
  /** OCR words of an image (page 1) or of a scanned PDF page, counted from 1; empty where there was no OCR. */
  ocrWords: procedure.input(z.object({ id: assetIdSchema, page: z.int().min(1) })).output(z.array(ocrWordSchema)),
  /** Answers with the assets that did not have the tag before, so that it can be taken back. */
  addTag: procedure
    .input(z.object({ ids: z.array(assetIdSchema).min(1), tag: z.string().trim().min(1).max(100) }))
    .output(z.object({ added: z.array(assetIdSchema) })),
  /** Answers with the assets that had the tag, so that it can be put back. */
  removeTag: procedure
    .input(z.object({ ids: z.array(assetIdSchema).min(1), tag: z.string().trim().min(1).max(100) }))
    .output(z.object({ removed: z.array(assetIdSchema) })),
  /** The tags of any of these assets, each with how many of them have it. */
  tagsOf: procedure
    .input(z.object({ ids: z.array(assetIdSchema).min(1).max(10_000) }))
    .output(z.array(z.object({ tag: z.string(), count: z.number() }))),
  /** Reads the assets again that failed or were quarantined. */
  retry: procedure.input(z.object({ ids: z.array(assetIdSchema).min(1) })).output(z.object({ jobId: z.number() })),

  /**
   * Reads a protected PDF or archive with its password, which stays in memory, or with `keep` is put where the keys are.
   * Refuses a wrong one with PASSWORD_WRONG.
   */
  unlock: procedure
    .input(z.object({ id: assetIdSchema, password: z.string().min(1).max(1000), keep: z.boolean() }))
    .output(z.object({ jobId: z.number() })),
  /** The password that was given for an asset, for the viewer to open it with; null where none is known. */
  password: procedure.input(z.object({ id: assetIdSchema })).output(z.object({ password: z.string().nullable() })),
  /** Assets whose tags could not be written into their sidecar, and why the first of them could not. */
  sidecarProblems: procedure.output(z.object({ count: z.number(), first: z.string() })),

  coverage: procedure.output(coverageSchema),
  inventory: procedure.output(inventorySchema),

  /** Items that are at none of their places any more, by path, with how many tags each has. */
  missing: procedure
    .input(z.object({ offset: z.int().min(0).default(0), limit: z.int().min(1).max(200).default(50) }))
    .output(z.object({ total: z.number(), items: z.array(z.object({ asset: assetSummarySchema, tags: z.number() })) })),
  /**
   * Takes the file that is missing from where it is now, or the folder to look for it in, into the library. NOT_FOUND,
   * PATH_UNREADABLE, CONFLICT when the file's bytes are not those that are missing.
   */
  locate: procedure
    .input(z.object({ id: assetIdSchema, path: z.string().min(1) }))
    .output(z.object({ jobId: z.number() })),
  /** Takes what is missing out of the library, with its tags and all that was made of it: these, or all. */
  forgetMissing: procedure
    .input(z.object({ ids: z.array(assetIdSchema).min(1).max(10_000).optional() }))
    .output(z.object({ forgotten: z.number() })),
  /** Fires after the library's contents changed, at most every 250 ms, with the new coverage. */
  changes: procedure.output(eventIterator(coverageSchema)),
};
