import type { AuditEntry, NetworkMode } from '../../../shared/contract/policy.ts';
import type { Settings } from '../../../shared/contract/settings.ts';
import type { SystemInfo } from '../../../shared/contract/system.ts';

const number = new Intl.NumberFormat('en');
const counted = (count: number, one: string, many: string) => `${number.format(count)} ${count === 1 ? one : many}`;

export const sectionIds = ['folders', 'models', 'network', 'reading', 'appearance', 'keyboard', 'about'] as const;
export type SectionId = (typeof sectionIds)[number];

/** A section's title, what it is for, and the further words by which it is found. */
export interface SectionText {
  title: string;
  intro: string;
  words: string;
}

const en = {
  settings: 'Settings',
  sections: 'Sections',
  find: 'Find a setting',
  showAll: 'Show all settings',
  nothingFound: (query: string) => `No setting is about “${query}”.`,
  section: {
    folders: {
      title: 'Folders',
      intro:
        'Holdfast reads what is in these folders and follows what changes in them. It never changes, moves or deletes your files.',
      words: 'path drive add remove rescan sample library files',
    },
    models: {
      title: 'Models',
      intro: 'Models have a screen of their own: which of them does what, where it runs, and how to add one.',
      words: 'chat embedding gguf ai llm answer meaning quantisation licence',
    },
    network: {
      title: 'Network',
      intro: 'Where Holdfast may send anything, and a record of all that it sent or refused to send.',
      words:
        'mode air-gapped boundary connected allowed hosts audit log proof privacy offline internet endpoint openai api token port other programs',
    },
    reading: {
      title: 'Reading',
      intro:
        'How pictures of text become words, what videos and sound are read with, and what is written beside files.',
      words:
        'ocr language recognition script automatic scan text tesseract video audio sound ffmpeg poster transcription xmp sidecar tags lightroom digikam',
    },
    appearance: {
      title: 'Appearance',
      intro: 'How this window looks. It changes nothing else.',
      words: 'theme light dark system colour high contrast',
    },
    keyboard: { title: 'Keyboard', intro: 'Everything can be done without a mouse.', words: 'keys shortcuts hotkeys' },
    about: {
      title: 'About',
      intro: 'What this is, and where everything lies.',
      words: 'version licence telemetry privacy data path',
    },
  } satisfies Record<SectionId, SectionText>,

  addSample: 'Add the sample library',
  addSampleEffect: 'A small made-up archive that ships with Holdfast, to try things with.',
  added: (date: string) => `added ${date}`,
  watched: 'changes are followed',
  unwatched: (reason: string) => `Changes are found only when you look for them. ${reason}`,
  away: 'It cannot be reached: its drive is not there, or it was moved. Nothing was removed.',
  files: (count: number) => counted(count, 'file', 'files'),
  noFolders: 'No folder yet. Add one, and what is in it becomes searchable.',
  removeFolder: (path: string) => `Remove ${path}`,
  removeFolderAction: 'Remove folder',
  removeFolderText: (path: string, count: number) =>
    `${path} with ${counted(count, 'file', 'files')} leaves the library, and so does all that was read from it. The files themselves are not touched.`,
  removeFolderTitle: 'Remove this folder from the library?',
  removed: (path: string) => `${path} left the library. Its files are where they were.`,
  undo: 'Undo',
  rescanEffect: 'Finds new, changed and missing files in all folders.',

  toModels: 'Go to the models',

  mode: 'Network mode',
  modes: { 'air-gapped': 'Air-gapped', boundary: 'Boundary', connected: 'Connected' } satisfies Record<
    NetworkMode,
    string
  >,
  allowedHosts: 'Allowed hosts',
  allowedHostsEffect: {
    'air-gapped': 'They are reached in boundary and connected mode, not now.',
    boundary: 'Only these are reached, and this machine itself.',
    connected: 'These are reached without encryption too; all others by https alone.',
  } satisfies Record<NetworkMode, string>,
  noAllowedHosts: 'None.',
  allowHost: 'Allow',
  hostToAllow: 'Host to allow',
  hostExample: 'llm.example, *.example, 10.1.0.0/16',
  disallow: (host: string) => `No longer allow ${host}`,
  audit: 'Audit log',
  auditEffect:
    'Every request that asked to leave is written down before it is sent, each line sealed with the one before it.',
  auditEmpty: 'Nothing has asked to leave this machine, and the mode was never changed.',
  auditMore: 'Show earlier lines',
  auditColumns: { time: 'Time', event: 'What', host: 'Host', purpose: 'For', bytes: 'Sent' },
  auditEvents: {
    request: { allowed: 'Sent', refused: 'Refused' },
    ended: { allowed: 'Ended', refused: 'Ended' },
    policy: { allowed: 'Mode set', refused: 'Mode set' },
  } satisfies Record<AuditEntry['event'], Record<AuditEntry['decision'], string>>,
  verifyAudit: 'Verify the log',
  auditWhole: (entries: number, head: string) =>
    `All ${counted(entries, 'line', 'lines')} are as they were written. The last one’s seal is ${head.slice(0, 16)}…; keep a copy elsewhere to prove it later.`,
  auditBroken: (problems: readonly string[]) => problems.join(' '),

  ocrEffect:
    'The first language counts most. Each one more makes reading slower. What was read before in others is read again when you say so.',
  ocrLanguages: 'Languages of scans',
  recordings: 'Videos and sound',
  ffmpegEffect:
    'ffmpeg, a program of its own, decodes them: for pictures of videos, for transcription, and for copies that this window can play. It is given one file at a time and no network.',
  ffmpegFound: (version: string, path: string) => `Version ${version} at ${path}`,
  ffmpegMissing: (reason: string) =>
    `${reason} Length, streams and tags of the usual formats are read without it, and WAV files are transcribed.`,
  ffmpegLook: 'Look again',
  ffmpegReadAgain: (count: number) =>
    count === 1
      ? '1 recording is read again, with ffmpeg.'
      : `${number.format(count)} recordings are read again, with ffmpeg.`,
  ffmpegPath: 'Its place',
  ffmpegPathEffect: 'The program, or the folder that it is in. Leave it empty for the one that the system has.',
  ffmpegOfSystem: 'that of the system',
  ffmpegUse: 'Use it',
  off: 'Off',
  on: 'On',
  sidecars: 'Sidecars',
  writeSidecars: 'Write tags into sidecars',
  sidecarsEffect:
    'Tags that you put on pictures, sound and video are also written into XMP files beside them, which Lightroom, digiKam and others read. The files themselves are never changed. Sidecars are read in any case.',
  sidecarProblems: (count: number, first: string) =>
    `The tags of ${count === 1 ? '1 file' : `${count.toLocaleString('en')} files`} could not be written. ${first} Switch it off and on to try again.`,

  theme: 'Theme',
  themeEffect: 'System follows the light or dark mode of your desktop.',
  themes: { system: 'System', light: 'Light', dark: 'Dark' } satisfies Record<Settings['theme'], string>,
  contrast: 'Contrast',
  contrastEffect: 'High makes text and edges stand out more, in the light theme and in the dark one.',
  contrasts: { system: 'System', high: 'High' } satisfies Record<Settings['contrast'], string>,

  keySheet: ['Press', 'on any screen for the sheet of all keys, and', 'for the command palette.'],

  copyPath: 'Copy the path',
  dataLie: 'Your data',
  dataLieText:
    'The index, the text that was read, previews and conversations are in this folder and nowhere else. Deleting it deletes them, and none of your files.',
  licenceName: 'Licence',
  licenceText: 'Apache License 2.0. The licences of the libraries inside ship with the app.',
  noTelemetry: 'Telemetry',
  noTelemetryText: 'None. No usage reports, no crash reports, no update checks, no accounts.',
  shells: { electron: 'desktop window', browser: 'browser on this machine', cli: 'command line' } satisfies Record<
    SystemInfo['shell'],
    string
  >,
  version: 'Version',
};

export const useSettingsText = () => en;
