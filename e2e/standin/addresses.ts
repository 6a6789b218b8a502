/** The port of the server that stands behind every `scheme://host` the app handles. */
let port = 0;
const schemes = new Set<string>();

export function serveAddressesAt(serverPort: number): void {
  port = serverPort;
}

export function addScheme(scheme: string): void {
  schemes.add(scheme);
}

/** `app://ui/x` → `http://ui.app.localhost:PORT/x`; other addresses as they are. */
export function toBrowser(url: string): string {
  return url.replace(/^([a-z][a-z0-9+-]*):\/\/([^/?#]*)/, (all, scheme: string, host: string) =>
    schemes.has(scheme) ? `http://${host}.${scheme}.localhost:${port}` : all,
  );
}

/** The way back. */
export function fromBrowser(url: string): string {
  return url.replace(
    /^http:\/\/([^/?#:]*)\.([a-z][a-z0-9+-]*)\.localhost:(\d+)/,
    (all, host: string, scheme: string, found: string) => (Number(found) === port ? `${scheme}://${host}` : all),
  );
}
