import { describe, expect, it } from 'vitest';
import { findUrlProblem } from '../../../shared/http-subscription/receiver-url.ts';

describe('the URL of a receiver', () => {
  it.each([
    'https://hooks.example/events?team=1',
    'https://127.example/',
    'http://localhost:3000/events',
    'http://127.0.0.1:3000/',
    'http://127.9.8.7/',
    'http://[::1]:3000/',
  ])('may be %s', (url) => {
    expect(findUrlProblem(url)).toBeUndefined();
  });

  it.each([
    ['hooks.example', 'not a URL'],
    ['ftp://hooks.example/', 'https://'],
    ['http://hooks.example/', 'https://'],
    ['http://127.example/', 'https://'],
    ['http://127.0.0.1.example/', 'https://'],
    ['http://localhost.example/', 'https://'],
    ['http://10.0.0.1/', 'https://'],
    ['https://hooks.example:8443/', '443'],
    ['https://user@hooks.example/', 'user name'],
    ['https://:secret@hooks.example/', 'password'],
    ['http://user:secret@localhost/', 'password'],
  ])('may not be %s', (url, problem) => {
    expect(findUrlProblem(url)).toContain(problem);
  });
});
