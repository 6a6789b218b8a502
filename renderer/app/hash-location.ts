import { useSyncExternalStore } from 'react';

/** Where the window is: the part of its address after `#`, as in `#/search?q=sea`. */
function here(): { path: string; search: string } {
  const [path = '', search = ''] = location.hash.replace(/^#/, '').split(/\?(.*)/s);
  return { path: path === '' ? '/' : path, search };
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange);
  return () => window.removeEventListener('hashchange', onChange);
}

function navigate(to: string, { replace = false }: { replace?: boolean } = {}): void {
  const url = `#${to}`;
  if (location.hash === url) return;
  if (replace) history.replaceState(history.state, '', url);
  else history.pushState(null, '', url);
  // Neither of the two tells of itself.
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

/**
 * The router's location, path and search both within the hash: the page's own address never changes, so that it
 * can be reloaded in every shell, and a screen's search does not outlive the screen.
 */
export function useHashLocation(): [string, typeof navigate] {
  return [useSyncExternalStore(subscribe, () => here().path), navigate];
}

/** How a link writes a route. */
useHashLocation.hrefs = (href: string) => `#${href}`;

/** The search that belongs to `useHashLocation`. */
export function useHashSearch(): string {
  return useSyncExternalStore(subscribe, () => here().search);
}
