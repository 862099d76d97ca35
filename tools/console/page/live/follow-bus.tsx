import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Following } from '../../api.ts';
import { routes } from '../../routes.ts';
import { ask } from '../request.ts';
import { about, site } from '../site.ts';
import { WritingQuestion } from '../writing.tsx';

/** Whether the console follows the bus of a deployed gateway. */
export const following = signal<Following>({ state: 'off', text: '' });

const pollMs = 1000;

/** Begins and ends to follow the events on a deployed bus, which takes a rule and a queue there. */
export function FollowBus() {
  const { isOnEmulator } = about.value;
  useEffect(() => {
    if (!isOnEmulator) void update();
  }, [isOnEmulator]);
  if (isOnEmulator) return null;
  const { state, text } = following.value;
  return (
    <section class="read-table" aria-label="Following the bus" aria-live="polite">
      {state === 'on' ? (
        <p>
          {text}.{' '}
          <button type="button" onClick={() => void change('no')}>
            Stop
          </button>
        </p>
      ) : state === 'starting' || state === 'ending' ? (
        <p>{state === 'starting' ? 'Creating a rule and a queue…' : 'Deleting them…'}</p>
      ) : (
        <>
          {text && <p class="problem">{text}</p>}
          <p>
            To see events as they arrive, the console creates a rule and a queue, as{' '}
            <code>tail</code> does, and deletes them when you stop or end it.{' '}
            {site.value.isWritingAllowed ? (
              <button type="button" class="primary" onClick={() => void change('yes')}>
                Follow the bus
              </button>
            ) : (
              <WritingQuestion />
            )}
          </p>
        </>
      )}
    </section>
  );
}

async function change(on: 'yes' | 'no'): Promise<void> {
  following.value = { state: on === 'yes' ? 'starting' : 'ending', text: '' };
  await show(ask<Following>(routes.following, { on }, { method: 'POST' }));
}

function update(): Promise<void> {
  return show(ask<Following>(routes.following));
}

/** Shows a response; of what is going on it asks again. */
async function show(asked: Promise<Following>): Promise<void> {
  following.value = await asked.catch((error: Error) => ({ state: 'failed', text: error.message }));
  const { state } = following.value;
  if (state === 'starting' || state === 'ending') setTimeout(update, pollMs);
}
