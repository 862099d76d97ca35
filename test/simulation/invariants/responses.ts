import type { Evidence } from './evidence.ts';
import type { Violation } from './violation.ts';

/** A callback that must be refused is never acknowledged, and nothing of it is stored or published. */
export function* checkRefusals({ stories, gateway, storedText }: Evidence): Generator<Violation> {
  const busText = gateway.bus.accepted.map(({ text }) => text).join('\n');
  for (const { fate, responses, items } of stories.callbacks) {
    if (fate !== 'refused') continue;
    const wrong = responses.find((status) => status >= 200 && status < 400);
    if (wrong !== undefined) yield { invariant: 'refused: never acknowledged', what: `${wrong}` };
    for (const { marker } of items) {
      if (storedText.includes(marker)) yield { invariant: 'refused: not stored', what: marker };
      if (busText.includes(marker)) yield { invariant: 'refused: not published', what: marker };
    }
  }
}

/**
 * An authentic callback never gets a status that ends the retries. Without faults, every attempt
 * succeeds.
 */
export function* checkResponses({ stories, world }: Evidence): Generator<Violation> {
  for (const { fate, responses, items } of stories.callbacks) {
    const what = `${items[0]?.subject}: ${responses.join(', ')}`;
    if (fate === 'acknowledged' && responses.some((status) => status >= 400 && status < 500)) {
      yield { invariant: 'authentic: never refused', what };
    }
    const documented = [0, 200, 400, 401, 405, 415, 502, 503];
    if (responses.some((status) => !documented.includes(status))) {
      yield { invariant: 'responses: documented', what };
    }
    if (world.faults.plan.calm && responses.some((status) => status === 0 || status >= 500)) {
      yield { invariant: 'calm: no failure', what };
    }
  }
}
