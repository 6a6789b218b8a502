type PermissionRequestHandler = (
  contents: object,
  permission: string,
  answer: (granted: boolean) => void,
  details: object,
) => void;
type RequestListener = (request: { url: string }, answer: (response: { cancel?: boolean }) => void) => void;

let permissionRequestHandler: PermissionRequestHandler | null = null;
let requestListener: RequestListener | null = null;

/** Electron's `session`. */
export const session = {
  defaultSession: {
    setPermissionRequestHandler(handler: PermissionRequestHandler | null): void {
      permissionRequestHandler = handler;
    },
    setPermissionCheckHandler(): void {},
    setDevicePermissionHandler(): void {},
    webRequest: {
      onBeforeRequest(listener: RequestListener | null): void {
        requestListener = listener;
      },
    },
  },
};

/** What the app answers when a page asks for a permission; Electron grants all where the app has no handler. */
export function isPermitted(contents: object, permission: string): boolean {
  let answer = permissionRequestHandler === null;
  permissionRequestHandler?.(
    contents,
    permission,
    (granted) => {
      answer = granted;
    },
    {},
  );
  return answer;
}

/** Whether the app lets a request out. */
export function isRequestCancelled(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    if (requestListener) requestListener({ url }, ({ cancel }) => resolve(cancel ?? false));
    else resolve(false);
  });
}
