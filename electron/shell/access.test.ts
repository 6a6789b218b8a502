import { describe, expect, it } from 'vitest';
import { LoopbackAccess } from './access.ts';

describe('access to the loopback server', () => {
  it('is had by a secret that works once, for a session of another secret', () => {
    const access = new LoopbackAccess();
    const secret = access.mintSecret();
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    const cookie = access.exchange(secret);
    expect(cookie).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/);
    expect(cookie).not.toContain(secret);
    expect(access.exchange(secret)).toBeNull();
    expect(access.hasSession(`theme=dark; ${cookie?.split(';')[0]}`)).toBe(true);
  });

  it('is not had by anything else', () => {
    const access = new LoopbackAccess();
    expect(access.exchange('')).toBeNull();
    const secret = access.mintSecret();
    for (const guess of ['', 'x', `${secret}x`, secret.slice(1), secret.toUpperCase()])
      expect(access.exchange(guess)).toBeNull();
    for (const cookie of [undefined, '', 'holdfast=', `holdfast=${secret}`, 'xholdfast=1']) {
      expect(access.hasSession(cookie)).toBe(false);
    }
  });

  it('ends with a new link for the one before', () => {
    const access = new LoopbackAccess();
    const first = access.mintSecret();
    const second = access.mintSecret();
    expect(access.exchange(first)).toBeNull();
    expect(access.exchange(second)).not.toBeNull();
  });

  it('is of one launch: another launch knows neither secret nor session', () => {
    const one = new LoopbackAccess();
    const other = new LoopbackAccess();
    expect(other.exchange(one.mintSecret())).toBeNull();
    const cookie = one.exchange(one.mintSecret())?.split(';')[0];
    expect(other.hasSession(cookie)).toBe(false);
  });
});
