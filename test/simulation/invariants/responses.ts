import type { Evidence } from './evidence.ts';
import type { Ledger } from './rules.ts';

/** A callback that must be refused is never acknowledged, and nothing of it is stored or published. */
export function checkRefusals(evidence: Evidence, ledger: Ledger): void {
  const { stories, gateway } = evidence;
  checkTruncated(evidence, ledger);
  const refused = stories.callbacks.filter(({ fate }) => fate === 'refused');
  if (refused.length === 0) return;
  const busText = gateway.bus.accepted.map(({ text }) => text).join('\n');
  const objects = [...gateway.payloads.objects.values()].map((bytes) => bytes.toString());
  const tableText = gateway.table.written.map(({ detail }) => detail?.S).join('\n');
  const storedText = [tableText, ...objects].join('\n');
  for (const { responses, items } of refused) {
    const wrong = responses.find((status) => status >= 200 && status < 400);
    ledger.check('refused: never acknowledged', wrong === undefined, () => `${wrong}`);
    for (const { marker } of items) {
      ledger.check('refused: not stored', !storedText.includes(marker), () => marker);
      ledger.check('refused: not published', !busText.includes(marker), () => marker);
    }
  }
}

/** Without faults, the bytes of a truncated body are in the table's quarantine. */
function checkTruncated({ stories, world, storedBySubject }: Evidence, ledger: Ledger): void {
  for (const { fate, responses, items } of stories.callbacks) {
    if (fate !== 'truncated') continue;
    const isAcknowledged = responses.some((status) => status >= 200 && status < 300);
    ledger.check('truncated: never acknowledged', !isAcknowledged, () => responses.join(', '));
    if (!world.faults.plan.calm) continue;
    for (const { subject } of items) {
      ledger.check('truncated: stored', storedBySubject.has(subject), () => subject);
    }
  }
}

const documented = [0, 200, 401, 405, 502, 503];

/**
 * An authentic callback never gets a status that ends the retries. Without faults, every attempt
 * succeeds.
 */
export function checkResponses({ stories, world }: Evidence, ledger: Ledger): void {
  for (const { fate, responses, items } of stories.callbacks) {
    const what = () => `${items[0]?.subject}: ${responses.join(', ')}`;
    const isDocumented = responses.every((status) => documented.includes(status));
    ledger.check('responses: documented', isDocumented, what);
    if (fate !== 'refused') {
      const isRefused = responses.some((status) => status >= 400 && status < 500);
      ledger.check('authentic: never refused', !isRefused, what);
    }
    if (world.faults.plan.calm && fate !== 'truncated') {
      const hasFailed = responses.some((status) => status === 0 || status >= 500);
      ledger.check('calm: no failure', !hasFailed, what);
    }
  }
}
