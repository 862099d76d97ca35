import type { Report } from './result.ts';

/** What only something else than one run against one stack can show. */
const byHand = [
  [
    'deployment',
    'three stages',
    'whether AWS throttles a deployment is a matter of chance: deploy three fresh stages',
    'three-stages',
  ],
  [
    'deployment',
    'removal of a provider',
    'needs two deployments: turn a provider off, then change something else',
    'removal-of-a-provider',
  ],
  [
    'subscribers',
    'another account',
    'needs a second account with a subscription',
    'a-subscriber-in-another-account',
  ],
  [
    'endpoints',
    'throttle',
    'a 429 and its metric need a deployment with a throttle of 1',
    'throttled-requests',
  ],
  [
    'endpoints',
    'idle connections',
    'needs an hour: connections that AWS closed while a function was frozen',
    'idle-connections',
  ],
] as const;

/** Lists what a run cannot show, and where the page says how to do it by hand. */
export async function listUnverifiable(report: Report, withFaults: boolean): Promise<void> {
  for (const [subject, check, text, section] of byHand) {
    await report.check(subject, check, async () => ({
      state: 'not checked',
      text,
      remedy: `docs/verify.md#${section}`,
    }));
  }
  if (withFaults) return;
  for (const check of ['bus denied', 'old records', 'redrive']) {
    await report.check('faults', check, async () => ({
      state: 'not checked',
      text: 'breaks the gateway for some minutes',
      remedy: 'tributary verify --faults',
    }));
  }
}
