// Both functions also run in the page, as text: they use nothing from outside themselves.

/** A structured-cloneable value as JSON text; throws what the real thing would for functions and symbols. */
export function encode(value: unknown): string {
  return JSON.stringify(value, function (this: Record<string, unknown>, key: string) {
    const item = this[key];
    if (item === undefined) return { $: 'undefined' };
    if (typeof item === 'bigint') return { $: 'bigint', v: String(item) };
    if (typeof item === 'function' || typeof item === 'symbol') throw new Error('An object could not be cloned.');
    if (item === null || typeof item !== 'object') return item;
    if (item instanceof Date) return { $: 'date', v: item.getTime() };
    if (item instanceof Map) return { $: 'map', v: [...item] };
    if (item instanceof Set) return { $: 'set', v: [...item] };
    if (item instanceof Error) return { $: 'error', v: [item.name, item.message] };
    if (!(item instanceof ArrayBuffer) && !ArrayBuffer.isView(item)) return item;
    const bytes =
      item instanceof ArrayBuffer
        ? new Uint8Array(item)
        : new Uint8Array(item.buffer, item.byteOffset, item.byteLength);
    let binary = '';
    for (let start = 0; start < bytes.length; start += 8192)
      binary += String.fromCharCode(...bytes.subarray(start, start + 8192));
    return { $: 'bytes', v: btoa(binary), view: item instanceof ArrayBuffer ? '' : 'Uint8Array' };
  });
}

/** The value that `encode` made the text of. */
export function decode(text: string): unknown {
  const revive = (item: unknown): unknown => {
    if (item === null || typeof item !== 'object') return item;
    if (Array.isArray(item)) return item.map(revive);
    const { $, v, view } = item as { $?: string; v?: unknown; view?: string };
    if ($ === 'undefined') return undefined;
    if ($ === 'bigint') return BigInt(v as string);
    if ($ === 'date') return new Date(v as number);
    if ($ === 'map') return new Map(revive(v) as [unknown, unknown][]);
    if ($ === 'set') return new Set(revive(v) as unknown[]);
    if ($ === 'error') {
      const [name, message] = v as [string, string];
      return Object.assign(new Error(message), { name });
    }
    if ($ === 'bytes') {
      const bytes = Uint8Array.from(atob(v as string), (character) => character.charCodeAt(0));
      return view ? bytes : bytes.buffer;
    }
    return Object.fromEntries(Object.entries(item).map(([key, inner]) => [key, revive(inner)]));
  };
  return revive(JSON.parse(text));
}
