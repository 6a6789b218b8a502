/** How the key for commands is written on this system. */
export const commandKey = navigator.platform.startsWith('Mac') ? '⌘' : 'Ctrl';
