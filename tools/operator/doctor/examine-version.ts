import { version } from '../../../shared/version.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { Finding } from './finding.ts';

/** Compares the version that was deployed with that of this CLI, which reads what the other one writes. */
export function examineVersion({ version: deployed }: Pick<Gateway, 'version'>): Finding {
  const check = 'version';
  if (deployed === version) return { check, state: 'ok', text: `${version}, as this CLI` };
  return {
    check,
    state: 'warning',
    text: `the gateway has version ${deployed}, this CLI ${version}: each may not know what the other does`,
    remedy: 'CHANGELOG.md',
  };
}
