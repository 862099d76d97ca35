import { describe, expect, it } from 'vitest';
import { describeFindings } from '../../../../tools/dev/glossary/check-repository.ts';
import { applyExceptions, readExceptions } from '../../../../tools/dev/glossary/exceptions.ts';

const findings = [
  { path: 'lib/a.ts', line: 3, found: 'Boilers', entry: 'boiler', better: 'kettle' },
  { path: 'lib/b.ts', line: 0, found: 'boiler', entry: 'boiler', better: 'kettle' },
];

const [inAll, inOne, as] = [
  'boiler | lib/*.ts | why',
  'boiler | lib/a.ts | why',
  'boilers | lib/* | why',
];

describe('an exception', () => {
  it.each([
    [inAll, []],
    [inOne, ['lib/b.ts']],
    [as, ['lib/b.ts']],
  ])('takes out what it names: %s', (line, left) => {
    const applied = applyExceptions(findings, readExceptions(`# comment\n${line}\n`));
    expect(applied.findings.map(({ path }) => path)).toEqual(left);
    expect(applied.unneeded).toEqual([]);
  });

  it.each(['boiler | lib/a | why', 'pot | lib/a.ts | why'])('is not needed: %s', (line) => {
    const { findings: left, unneeded } = applyExceptions(findings, readExceptions(line));
    expect(left).toEqual(findings);
    expect(unneeded).toMatchObject([{ line }]);
  });

  it.each(['boiler', 'boiler | lib/a.ts', 'boiler | lib/a.ts | '])(
    'needs a reason: "%s"',
    (line) => {
      expect(() => readExceptions(line)).toThrow('word | path | reason');
    },
  );
});

describe('the list of findings', () => {
  it('says where each is and what to write', () => {
    expect(describeFindings(findings, 2)).toBe(
      'lib/a.ts:3: "Boilers" → kettle\nlib/b.ts (its name): "boiler" → kettle',
    );
  });

  it('ends with how many it leaves out', () => {
    expect(describeFindings(findings, 1)).toMatch(/\n… and 1 more: npm run glossary$/);
  });
});
