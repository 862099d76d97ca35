import { expect, it } from 'vitest';
import { findFaults } from '../../aws/known-faults.ts';

const archive = { check: 'archive', state: 'failed' };

it('accepts a check that is known to fail on the emulator', () => {
  const passed = { check: 'media queue', state: 'ok' };
  expect(findFaults('doctor', [archive, passed])).toEqual({ unknown: [], stale: [] });
});

it('finds a check that fails for another reason', () => {
  const response = { subject: 'incs api', check: 'response', state: 'failed' };
  const metrics = { subject: 'alarms', check: 'metrics', state: 'failed' };
  expect(findFaults('verify', [metrics, response])).toEqual({ unknown: [response], stale: [] });
});

it('finds a known fault that is gone', () => {
  const repaired = { ...archive, state: 'ok' };
  expect(findFaults('doctor', [repaired])).toEqual({ unknown: [], stale: ['archive'] });
});
