import { describe, expect, it } from 'vitest';
import { readParts } from '../../../shared/provider/signed-parts.ts';

function joinFields(body: string): string | undefined {
  const request = {
    method: 'POST',
    url: 'https://callbacks.example/provider/token',
    token: 'token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    query: {},
    body: Buffer.from(body),
    receivedAt: new Date('2026-01-02T03:04:07Z'),
  };
  return readParts({ request, values: {} }, ['form fields'], 'key')?.join('');
}

describe('the fields of a form', () => {
  it('are in the order of their names, with different values once and in their order', () => {
    expect(joinFields('b=2&a=%2B1&b=1&b=2&c=&A=x')).toBe('Axa+1b1b2c');
  });

  it('are text in UTF-8, escaped or not', () => {
    expect(joinFields('b=Gr%C3%BC%C3%9Fe&a=Grüße')).toBe('aGrüßebGrüße');
  });

  it('are those that a browser reads where the form is malformed', () => {
    expect(joinFields('b=100%&a=%E9&b=100%&c=1+1')).toBe('a\uFFFDb100%c1 1');
  });

  // Once this took 20 seconds: anyone may send such a form, before a token is checked.
  it.each(['', '%'])('may be tens of thousands, with %j at the end of each', (end) => {
    const names = Array.from({ length: 40_000 }, (_, index) => `field${index}`);
    const body = names.map((name) => `${name}=1${end}`).join('&');
    expect(joinFields(body)).toBe(
      names
        .toSorted()
        .map((name) => `${name}1${end}`)
        .join(''),
    );
    const values = names.map((name) => `${name}${end}`);
    expect(joinFields(values.map((value) => `a=${value}`).join('&'))).toHaveLength(
      values.join('a').length + 1,
    );
  });
});
