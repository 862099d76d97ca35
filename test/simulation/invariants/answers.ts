import type { Evidence } from './evidence.ts';
import type { Violation } from './violation.ts';

/** What must be refused is refused, by a documented status, and is nowhere to be found. */
export function* checkRefusals({ stories, gateway, keptText }: Evidence): Generator<Violation> {
  const busText = gateway.bus.accepted.map(({ text }) => text).join('\n');
  for (const { fate, responses, tellings } of stories.callbacks) {
    if (fate !== 'refused') continue;
    const wrong = responses.find((status) => status >= 200 && status < 400);
    if (wrong !== undefined) yield { invariant: 'refused: never acknowledged', what: `${wrong}` };
    for (const { marker } of tellings) {
      if (keptText.includes(marker)) yield { invariant: 'refused: not kept', what: marker };
      if (busText.includes(marker)) yield { invariant: 'refused: not published', what: marker };
    }
  }
}

/** An authentic callback is never told to give up; without a fault it is taken the first time. */
export function* checkAnswers({ stories, world }: Evidence): Generator<Violation> {
  for (const { fate, responses, tellings } of stories.callbacks) {
    const what = `${tellings[0]?.subject}: ${responses.join(', ')}`;
    if (fate === 'acknowledged' && responses.some((status) => status >= 400 && status < 500)) {
      yield { invariant: 'authentic: never refused', what };
    }
    const documented = [0, 200, 400, 401, 405, 415, 502, 503];
    if (responses.some((status) => !documented.includes(status))) {
      yield { invariant: 'answers: documented', what };
    }
    if (world.faults.plan.calm && responses.some((status) => status === 0 || status >= 500)) {
      yield { invariant: 'calm: no failure', what };
    }
  }
}
