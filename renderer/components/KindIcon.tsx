import {
  AudioLines,
  File,
  FileText,
  FileType2,
  Film,
  Globe,
  Image,
  Mail,
  NotebookText,
  Presentation,
  Sheet,
} from 'lucide-react';
import type { AssetKind } from '../../shared/contract/library.ts';

const icons = {
  image: Image,
  video: Film,
  audio: AudioLines,
  pdf: FileType2,
  document: FileText,
  spreadsheet: Sheet,
  slides: Presentation,
  text: NotebookText,
  web: Globe,
  mail: Mail,
  other: File,
};

/** What kind of thing an asset is, as an icon beside its name. */
export function KindIcon({ kind, size = 16 }: { kind: AssetKind; size?: number }) {
  const Icon = icons[kind];
  return <Icon size={size} strokeWidth={size > 24 ? 1.25 : 1.5} aria-hidden />;
}
