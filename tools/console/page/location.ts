import { signal } from '@preact/signals';
import { type Place, toHash, toPlace } from './place.ts';

/** What the address shows now. */
export const place = signal(toPlace(location.hash));

export function goTo(to: Place): void {
  location.hash = toHash(to);
}

addEventListener('hashchange', () => {
  place.value = toPlace(location.hash);
});
