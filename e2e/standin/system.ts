import { EventEmitter } from 'node:events';

// Plain objects whose functions a test may replace, exactly as on Electron.

export const dialog = {
  showOpenDialog: async (..._: unknown[]): Promise<{ canceled: boolean; filePaths: string[] }> => ({
    canceled: true,
    filePaths: [],
  }),
  showErrorBox: (title: string, content: string): void => console.error(`${title}: ${content}`),
};

export const shell = {
  showItemInFolder: (_path: string): void => {},
  openExternal: async (_url: string): Promise<void> => {},
};

/** As on a Linux machine without a keyring. */
export const safeStorage = {
  isAsyncEncryptionAvailable: async () => false,
  getSelectedStorageBackend: () => 'basic_text',
  encryptStringAsync: async (_text: string): Promise<Buffer> => {
    throw new Error('No keyring.');
  },
  decryptStringAsync: async (_sealed: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }> => {
    throw new Error('No keyring.');
  },
};

export const nativeTheme = Object.assign(new EventEmitter(), { shouldUseDarkColors: false });

const display = { workArea: { x: 0, y: 0, width: 1280, height: 800 } };
export const screen = { getPrimaryDisplay: () => display, getAllDisplays: () => [display] };

interface MenuItem {
  label?: string;
  role?: string;
  submenu?: MenuItem[];
}

export class Menu {
  static #application: Menu | null = null;
  readonly items: readonly MenuItem[];

  constructor(items: readonly MenuItem[]) {
    this.items = items;
  }

  static buildFromTemplate(template: readonly MenuItem[]): Menu {
    return new Menu(template);
  }

  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu;
  }

  static getApplicationMenu(): Menu | null {
    return Menu.#application;
  }
}
