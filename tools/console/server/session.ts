import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import type { Session } from '../api.ts';
import { routes, sessionHeader } from '../routes.ts';

/** Who may use a console: the browser that has exchanged the link first. */
export interface Sessions {
  /** The secret of the link; it is good for one exchange. */
  readonly token: string;
  /** @returns `undefined` for another token, and when the token was used before */
  exchange(token: string): Session | undefined;
  /** Refuses a request without the session; of a file, without its pass. */
  readonly check: MiddlewareHandler;
}

/**
 * Secrets of one console. The page keeps its session in the storage of its tab, which only pages of the same
 * origin can read. A cookie would also go to every other port of this machine.
 */
export function createSessions(): Sessions {
  const token = toSecret();
  const given: Session = { session: toSecret(), pass: toSecret() };
  let isUsed = false;
  return {
    token,
    exchange(text) {
      if (isUsed || !isSame(text, token)) return undefined;
      isUsed = true;
      return given;
    },
    check: async (context, next) => {
      const isFile = context.req.path === routes.media;
      const shown = isFile ? context.req.query('pass') : context.req.header(sessionHeader);
      if (isUsed && isSame(shown ?? '', isFile ? given.pass : given.session)) return next();
      return context.json({ message: 'open the console by the link that the command prints' }, 401);
    },
  };
}

function toSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** In a time that says nothing about the secret. */
function isSame(text: string, secret: string): boolean {
  const [one, other] = [Buffer.from(text), Buffer.from(secret)];
  return one.length === other.length && timingSafeEqual(one, other);
}
