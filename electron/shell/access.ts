import { randomBytes, timingSafeEqual } from 'node:crypto';

const cookieName = 'holdfast';

/**
 * Who may use the loopback server. The person gets in by a link with a secret that works once; the window that used it
 * holds a session cookie from then on. Web pages of others are kept out by checks of Host (DNS rebinding), cookie and
 * Origin (cross-site WebSockets).
 */
export class LoopbackAccess {
  readonly #session = newSecret();
  #secret: string | null = null;

  /** A new secret for one link; the one before, if unused, no longer works. */
  mintSecret(): string {
    this.#secret = newSecret();
    return this.#secret;
  }

  /** The `set-cookie` value for whoever knows the secret, which is then used up; null for everyone else. */
  exchange(secret: string): string | null {
    if (!this.#secret || !sameText(secret, this.#secret)) return null;
    this.#secret = null;
    return `${cookieName}=${this.#session}; HttpOnly; SameSite=Strict; Path=/`;
  }

  hasSession(cookieHeader: string | undefined): boolean {
    const cookies = (cookieHeader ?? '').split(/; */);
    return cookies.some(
      (cookie) => cookie.startsWith(`${cookieName}=`) && sameText(cookie.slice(cookieName.length + 1), this.#session),
    );
  }
}

function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Compares in a time that does not tell how much was right. */
function sameText(given: string, expected: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}
