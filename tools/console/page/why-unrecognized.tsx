import type { Unrecognized } from '../api.ts';
import { sayWords } from './say-words.ts';

/** Why no adapter could read something: what was wrong, where, and what was expected there. */
export function WhyUnrecognized({ of: { reason, path, problem } }: { readonly of: Unrecognized }) {
  return (
    <>
      {sayWords(reason)}
      {path && (
        <>
          {' at '}
          <code>{path}</code>
        </>
      )}
      {problem && `: ${problem}`}
    </>
  );
}
