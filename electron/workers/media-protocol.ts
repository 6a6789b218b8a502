import type { Anchor } from '../../shared/anchors.ts';
import type { AssetKind, ExtractedContent, OcrWord } from '../../shared/contract/library.ts';
import type { PictureFacts } from '../ingest/picture-facts.ts';

/** Programs of ffmpeg's that were found and tried, by their paths. */
export interface FfmpegTools {
  ffmpeg: string;
  ffprobe: string;
}

/** Where a file is: text, or raw bytes when its name is not valid UTF-8. */
export type SourcePath = string | Uint8Array;

/** What a file is, told from its bytes and never from its name alone. */
export interface Identity {
  /** Lower-case hex. */
  sha256: string;
  size: number;
  mime: string;
  kind: AssetKind;
}

/** A file that was identified, with the password that opens it where it has one that is known. */
export interface OpenableFile {
  path: SourcePath;
  identity: Identity;
  password?: string;
  /** Where it is a format that is read or drawn with ffmpeg, and that is there. */
  tools?: FfmpegTools | null;
}

export interface ExtractedPassage {
  text: string;
  anchor: Anchor;
}

export interface Extraction {
  engine: string;
  engineVersion: string;
  /** What it turned out to be, where its first bytes do not tell: there may be sound alone in a container of videos. */
  kind?: AssetKind;
  title: string;
  /** Milliseconds since 1970 from the file's own metadata; null where it has none. */
  date: number | null;
  /** Pixels of the upright image, points of a PDF's first page; 0 where there is no shape. */
  width: number;
  height: number;
  /** Milliseconds of a recording. */
  duration?: number;
  /** Pages, slides or sheets; 0 where there are none. */
  pages: number;
  metadata: { label: string; value: string }[];
  /** What is written within the file of a picture; a sidecar may say more of it. */
  facts?: PictureFacts;
  content: ExtractedContent;
  passages: ExtractedPassage[];
  /** What the person should know of how it was read, such as that it was read in part; each a sentence. */
  notes: string[];
  /** Pages (counted from 1; an image is page 1) that have no usable text of their own and want OCR. */
  pagesForOcr: number[];
  /** Whether there are files in it that are to be unpacked. */
  hasParts?: boolean;
}

export interface OcrResult {
  engine: string;
  engineVersion: string;
  /** Degrees clockwise that the page had to be turned to be read. */
  rotation: number;
  /** Mean confidence of all that was read, 0–100, also of what was not trusted and left out; null where there is no text. */
  confidence: number | null;
  text: string;
  words: OcrWord[];
  passages: ExtractedPassage[];
}

/** The system's own Tesseract. */
export interface NativeOcr {
  program: string;
  version: string;
  /** Where the data of the languages are, where not in the folder that it knows. */
  dataFolder?: string;
}

/** In what a page is read, and by whom where not by the engine that ships. */
export interface OcrReading {
  languages: string[];
  native?: NativeOcr | null;
  /** The data of the languages for the engine that ships, packed or not, by code; those that there are none for are missing. */
  data: Readonly<Record<string, string>>;
}

/** What came of a page whose script was looked for. */
export interface ScriptFound {
  /** By Tesseract's name; empty where there is too little on the page to tell. */
  script?: string;
  /** In which the page was read, where not in those of the request. */
  languages?: string[];
}

/** A WebP no larger than so many pixels, and where it is to be written. */
export interface RenditionRequest {
  longestSide: number;
  output: string;
}

export interface Rendition {
  width: number;
  height: number;
}

/** What a container may unpack to. */
export interface UnpackLimits {
  bytes: number;
  entries: number;
}

export interface UnpackRequest extends OpenableFile {
  /** The container's file name, from which a compressed file's own is told. */
  name: string;
  /** The folder for the bytes, by their hash; see `partPath`. */
  into: string;
  limits: UnpackLimits;
}

/** Something in a container: what it is, its bytes being in the library now; or why it is not read. */
export type UnpackedPart = {
  /** Its place in the container, with slashes. It is never a path to open. */
  path: string;
  /** The bytes of that name where they are not UTF-8. */
  rawPath: Uint8Array | null;
  /** Milliseconds since 1970; null where the container does not say. */
  modified: number | null;
} & ({ identity: Identity } | { failure: string });

/** How a container was unpacked. */
export interface Unpacking {
  engine: string;
  engineVersion: string;
  /** How many parts were told of. */
  parts: number;
  /** What the person should know of it, each a sentence. */
  notes: string[];
}

/** The library's disk has no room for what a container unpacks to; a sentence for people. */
export interface NoRoomLeft {
  noRoom: string;
}

/** Frames from all over a recording in one picture, row by row, at equal distances in time. Pixels of one frame. */
export interface FrameStrip {
  frames: number;
  columns: number;
  width: number;
  height: number;
}

/** What was made of a recording to be shown beside its player. */
export interface RecordingRenditions {
  poster: boolean;
  strip: FrameStrip | null;
  waveform: boolean;
  /** Milliseconds at which scenes begin. */
  scenes: number[];
}

/** A piece of a recording's speech; where it is silent, no file was written. */
export interface SpeechWindow {
  startMs: number;
  isLast: boolean;
  isSilent: boolean;
}

/**
 * Why a file ended without text, as data. `unsupported`: no reader for this format.
 * `failed`: a reader exists and refused this file. `quarantined`: reading it would do harm.
 * `reason` is a sentence for people.
 */
export interface Refusal {
  refused: 'unsupported' | 'failed' | 'quarantined';
  reason: string;
}

/** A file that is to be read, with the pictures that are to be made of it where that is little more than reading it. */
export interface FileToRead extends OpenableFile {
  draw: RenditionRequest[];
}

/** What came of reading a file. */
export interface FileRead {
  found: Extraction | Refusal;
  /** The fingerprint of a document's text; null where there is too little of it, absent where more is to be read of it. */
  print?: Uint8Array | null;
  /** Whether the pictures that were to be made of it are there. */
  isDrawn: boolean;
}

/** What a file is and, where that is quickly had, what is in it. */
export interface Examination {
  identity: Identity;
  /** Null where the file is to be read by itself. */
  reading: FileRead | null;
  /** What a sidecar says of the file beside it; null for every other file. */
  sidecar: PictureFacts | null;
}

/** A page, counted from 1, that is to be read by OCR. */
export type PageToRead = OpenableFile &
  OcrReading & {
    page: number;
    /** Degrees clockwise that the page probably has to be turned to be read. */
    turned?: 0 | 90 | 180 | 270;
    /** How pages of each script are read: then that of the page is found first. */
    byScript?: Record<string, OcrReading>;
  };

export type PageRead = (OcrResult | Refusal) & ScriptFound;

/** Reading one of several files failed in a way that a bad file should not make it. */
export interface Fault {
  fault: string;
}

/** A change of tags for a sidecar. */
export interface SidecarChange {
  /** Of the sidecar, which need not be there. */
  path: string;
  /** All tags, for a sidecar that lists none yet. */
  tags: string[];
  added: string[];
  removed: string[];
}

/** The requests a media worker answers: one at a time, each about one file or a few small ones. */
export type MediaRequests = {
  identify: { request: { path: SourcePath }; response: Identity; event: never };
  /** Identifies files and reads those, too, that are quickly read, as many as there is time for; null for each of the others. */
  examine: { request: { paths: SourcePath[] }; response: (Examination | Fault | null)[]; event: never };
  /** Reads files, as many as there is time for; null for each of the others. */
  extract: {
    request: { files: FileToRead[] };
    response: (FileRead | Fault | null)[];
    event: never;
  };
  /** Whether a protected PDF or archive opens with the password. */
  opens: { request: OpenableFile; response: boolean; event: never };
  /** Unpacks a container into the library, telling of its parts in batches, in order. */
  unpack: { request: UnpackRequest; response: Unpacking | Refusal | NoRoomLeft; event: UnpackedPart[] };
  /** Reads pages by OCR, side by side. */
  ocr: { request: { pages: PageToRead[] }; response: (PageRead | Fault)[]; event: never };
  /** Writes a sidecar in place of the one before; false where nothing was to be written. */
  writeSidecar: { request: SidecarChange; response: boolean | Refusal; event: never };
  /** What pictures look like and texts read like; null for one that has too little in it, or is no picture. */
  fingerprint: {
    request: { pictures: string[]; texts: string[] };
    response: { pictures: (Uint8Array | null)[]; texts: (Uint8Array | null)[] };
    event: never;
  };
  /** Writes WebPs and tells the size of the largest; null when the asset has no picture. */
  render: {
    request: OpenableFile & {
      renditions: RenditionRequest[];
      /** Of a PDF, or of a picture that has several; counted from 1. */
      page?: number;
    };
    response: Rendition | null;
    event: never;
  };
  /** Writes a recording's poster in several sizes, its strip of frames (WebP) and its waveform (a byte a part). */
  renderRecording: {
    request: {
      path: SourcePath;
      identity: Identity;
      tools: FfmpegTools | null;
      durationMs: number;
      hasPicture: boolean;
      hasSound: boolean;
      pictures: RenditionRequest[];
      strip: string;
      waveform: string;
    };
    response: RecordingRenditions;
    event: never;
  };
  /** Writes a copy of a recording that a window can play (WebM). */
  proxy: {
    request: {
      path: SourcePath;
      identity: Identity;
      tools: FfmpegTools;
      durationMs: number;
      hasPicture: boolean;
      output: string;
    };
    response: null;
    /** How much is done, 0 to 1. */
    event: { progress: number };
  };
  /** Writes one window of a recording's speech, counted from 0, as a WAV file for a transcribing model. */
  speech: {
    request: { path: SourcePath; identity: Identity; tools: FfmpegTools | null; window: number; output: string };
    response: SpeechWindow;
    event: never;
  };
};

export type { Anchor };
