import { Activity, Boxes, Images, type LucideIcon, MessageSquareText, Search, Settings, Tags } from 'lucide-react';
import { text } from './text.ts';

/** A screen of the rail: where it is, and the letter that `G` leads to it with. */
export interface Screen {
  path: string;
  name: string;
  icon: LucideIcon;
  key: string;
}

export const screens: readonly Screen[] = [
  { path: '/library', name: text.library, icon: Images, key: 'l' },
  { path: '/search', name: text.search, icon: Search, key: 's' },
  { path: '/chat', name: text.chat, icon: MessageSquareText, key: 'c' },
  { path: '/tags', name: text.tags, icon: Tags, key: 'r' },
  { path: '/models', name: text.models, icon: Boxes, key: 'm' },
  { path: '/activity', name: text.activity, icon: Activity, key: 'a' },
  { path: '/settings', name: text.settings, icon: Settings, key: 't' },
];

/** How a screen's key is written for people. */
export const screenKeys = ({ key }: Screen): string => `G ${key.toUpperCase()}`;
