import { useSignal } from '@preact/signals';
import { Icon } from './icons.tsx';
import { about, allowWriting, site } from './site.ts';

/** Asks whether the console may write, where it would have to. */
export function WritingQuestion() {
  const problem = useSignal('');
  return (
    <span class="question">
      <span>
        This console is read-only. When you allow it to write, it changes <b>{about.value.name}</b>{' '}
        by what you confirm.
      </span>
      <button
        type="button"
        onClick={() =>
          allowWriting(true).catch((error: Error) => {
            problem.value = error.message;
          })
        }
      >
        Allow writing
      </button>
      {problem.value}
    </span>
  );
}

/** Whether the console may write; a click makes it read-only again. */
export function WritingState() {
  const isAsked = useSignal(false);
  if (site.value.isEmulator) return null;
  if (site.value.isWritingAllowed) {
    return (
      <button type="button" class="theme" onClick={() => void allowWriting(false)}>
        <Icon name="write" />
        <span>Writing allowed</span>
      </button>
    );
  }
  return (
    <>
      <button
        type="button"
        class="theme"
        aria-expanded={isAsked.value}
        onClick={() => {
          isAsked.value = !isAsked.value;
        }}
      >
        <Icon name="lock" />
        <span>Read-only</span>
      </button>
      {isAsked.value && (
        <div class="ask">
          <WritingQuestion />
        </div>
      )}
    </>
  );
}
