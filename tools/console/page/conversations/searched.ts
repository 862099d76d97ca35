import { signal } from '@preact/signals';

/** What a person looks for. Empty texts are left out. */
export interface Searched {
  readonly text: string;
  /** UTC day: `2026-11-21`. */
  readonly day: string;
  /** `<channel>#<business>`, such as `whatsapp#15550100001`. */
  readonly scope: string;
}

/** It stays as it is while a person looks at another view. */
export const searched = signal<Searched>({ text: '', day: '', scope: '' });
