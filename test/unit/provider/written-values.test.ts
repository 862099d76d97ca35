import { describe, expect, it } from 'vitest';
import { toCalendarDate } from '../../../shared/provider/values/calendar-date.ts';
import { toDecimal } from '../../../shared/provider/values/decimal.ts';
import { toHttpUrl } from '../../../shared/provider/values/file.ts';

describe('a decimal number', () => {
  it.each([
    ['0.0147', '0.0147'],
    [' 12 ', '12'],
    ['-1.50', '-1.50'],
    ['123456789012345678.90', '123456789012345678.90'],
    ['3e-7', '0.0000003'],
    ['1.5E3', '1500'],
    ['1.23456789012345678901e-2', '0.0123456789012345678901'],
  ])('%j is %s', (written, expected) => {
    expect(toDecimal(written)).toBe(expected);
  });

  it.each([undefined, '', '.', '1,234.50', '0.01 USD', 'NaN', '1e999'])('is not %j', (written) => {
    expect(toDecimal(written)).toBeUndefined();
  });
});

describe('a day', () => {
  it.each([
    ['October 9, 2023', '2023-10-09'],
    ['february 29, 2024', '2024-02-29'],
    ['December 31, 2026', '2026-12-31'],
  ])('%s is %s', (written, expected) => {
    expect(toCalendarDate(written)).toBe(expected);
  });

  it.each(['2023-10-09', 'February 30, 2024', 'Octember 9, 2023', 'soon', ''])(
    'is not %j, which stays as it is',
    (written) => {
      expect(toCalendarDate(written)).toBe(written);
    },
  );
});

describe('a link that can be downloaded', () => {
  it.each(['https://media.example/photo.jpg', 'http://192.0.2.1:8080/a?b=c'])(
    'is %s, without white space',
    (url) => {
      expect(toHttpUrl(` ${url} `)).toBe(url);
    },
  );

  it.each([
    undefined,
    '',
    'filePath',
    '/media/1',
    'ftp://media.example/1',
    'https://',
    'file:///etc',
  ])('is not %j', (written) => {
    expect(toHttpUrl(written)).toBeUndefined();
  });
});
