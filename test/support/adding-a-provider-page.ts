import { readFileSync } from 'node:fs';

/** A block of the page: a command that runs or fails, a file, or the expected content of a file. */
export interface Step {
  readonly kind: string;
  readonly file: string | undefined;
  readonly text: string;
}

/** What the page does for one provider, from its first command to its last. */
export interface Walk {
  readonly id: string;
  readonly steps: readonly Step[];
}

/** The providers that `docs/adding-a-provider.md` adds. */
export const walks = readWalks(
  readFileSync(new URL('../../docs/adding-a-provider.md', import.meta.url), 'utf8'),
);

function readWalks(page: string): readonly Walk[] {
  const [, ...parts] = page.split(/^(?=```sh\nnpm run new-provider -- )/m);
  return parts.map((part) => {
    const [, id = ''] = /new-provider -- ([\w-]+)/.exec(part) ?? [];
    const fences = part.matchAll(/^```(\w+)(?: (fails|equals))?(?: (\S+))?\n(.*?)^```$/gms);
    const steps = [...fences].map(([, language = '', word, file, text = '']) => ({
      kind: word === undefined ? language : `${language}-${word}`,
      file,
      text,
    }));
    return { id, steps };
  });
}
