import { randomInt } from 'node:crypto';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** A capability token as the stack makes it: 43 letters and digits, 256 bits by chance. */
export function newToken(): string {
  return Array.from({ length: 43 }, () => letters[randomInt(letters.length)]).join('');
}
