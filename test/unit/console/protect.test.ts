import { describe, expect, it } from 'vitest';
import { findRefusal } from '../../../tools/console/server/protect.ts';

const own = { host: '127.0.0.1:8787' };

function refusalOf(method: string, headers: Readonly<Record<string, string>>): string | undefined {
  return findRefusal(method, new Headers(headers));
}

describe('who may use the console', () => {
  it.each(['127.0.0.1:8787', 'localhost:8787', '[::1]:8787', 'localhost'])(
    'serves a page that was opened as %s',
    (host) => expect(refusalOf('GET', { host })).toBeUndefined(),
  );

  it.each([
    'evil.example',
    'evil.example:8787',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '',
  ])('refuses the name %j, which is not loopback: DNS may have been rebound', (host) =>
    expect(refusalOf('GET', { host })).toBeDefined(),
  );

  it.each(['https://evil.example', 'http://127.0.0.1:9999', 'http://localhost:8787', 'null'])(
    'refuses the origin %s',
    (origin) => {
      expect(refusalOf('GET', { ...own, origin })).toBeDefined();
      expect(refusalOf('POST', { ...own, origin })).toBeDefined();
    },
  );

  it.each([
    'forwarded',
    'via',
    'x-forwarded-for',
    'x-forwarded-proto',
    'cf-connecting-ip',
    'x-real-ip',
  ])('refuses what a tunnel has passed on as localhost, by its header %s', (name) => {
    expect(refusalOf('GET', { ...own, [name]: '203.0.113.7' })).toContain(name);
    const navigation = { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' };
    expect(refusalOf('GET', { ...own, ...navigation, [name]: '203.0.113.7' })).toContain(name);
  });

  it('lets its own page change something, and nothing else', () => {
    const origin = 'http://127.0.0.1:8787';
    expect(refusalOf('POST', { ...own, origin })).toBeUndefined();
    expect(refusalOf('POST', own)).toBeDefined();
  });

  it.each(['cross-site', 'same-site'])('refuses what a %s page loads', (site) => {
    expect(refusalOf('GET', { ...own, 'sec-fetch-site': site })).toBeDefined();
  });

  it('opens by a link of another site, which that site cannot read', () => {
    const headers = { ...own, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    expect(refusalOf('GET', headers)).toBeUndefined();
    expect(refusalOf('POST', headers)).toBeDefined();
  });
});
