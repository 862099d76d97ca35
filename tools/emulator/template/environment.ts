import { localAccount } from '../../emulator-client/account.ts';

/** The account and the region that a stack names; absent where it works in any. */
export interface Environment {
  readonly account?: string;
  readonly region?: string;
}

/** Reads the environment of a stack in an assembly: `aws://111122223333/eu-west-1`. */
export function readEnvironment(text = ''): Environment {
  const [, account, region] = /^aws:\/\/(\d{12}|[^/]*)\/(.*)$/.exec(text) ?? [];
  return {
    ...(account && /^\d{12}$/.test(account) && { account }),
    ...(region && region !== 'unknown-region' && { region }),
  };
}

/**
 * Moves a value of a template into the emulator's account and region: CDK writes those of a stack with an
 * `env` into ARNs and policies. What is part of a longer name (`media-eu-west-1`) stays.
 *
 * @param environments those of all stacks of the app, which refer to each other
 */
export function moveToLocalAccount<T>(value: T, environments: readonly Environment[]): T {
  const accounts = new Set(environments.flatMap(({ account }) => account ?? []));
  const regions = new Set(environments.flatMap(({ region }) => region ?? []));
  if (accounts.size + regions.size === 0) return value;
  const names = [...accounts, ...regions].join('|');
  const token = new RegExp(`(?<![\\w-])(${names})(?![\\w-])`, 'g');
  const move = (text: string) =>
    text.replace(token, (name) =>
      accounts.has(name) ? localAccount.accountId : localAccount.region,
    );
  return moveStrings(value, move) as T;
}

function moveStrings(value: unknown, move: (text: string) => string): unknown {
  if (typeof value === 'string') return move(value);
  if (Array.isArray(value)) return value.map((each) => moveStrings(each, move));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, moveStrings(each, move)]),
  );
}
