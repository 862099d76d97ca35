import { expect, it } from 'vitest';
import { toCallbackUrls } from '../../../shared/runtime/callback-urls.ts';

const api = 'https://callbacks.example/incs';
const functionUrl = 'https://abc.lambda-url.example';
const token = 'a-token-of-the-url-of-incs';

it('are the URLs of the endpoints that are on, with the token behind them', () => {
  const both = toCallbackUrls({ api, functionUrl, secretArn: '' }, { token });
  expect(both).toEqual({
    api: 'https://callbacks.example/incs/a-token-of-the-url-of-incs',
    functionUrl: 'https://abc.lambda-url.example/a-token-of-the-url-of-incs',
    headers: {},
  });
  const one = toCallbackUrls({ api: undefined, functionUrl, secretArn: '' }, { token });
  expect(one).not.toHaveProperty('api');
});

it('have the newest value of each static header', () => {
  const headers = { 'x-api-key': ['new', 'old'], 'x-tenant': 'shop' };
  const urls = toCallbackUrls({ api, functionUrl, secretArn: '' }, { token, headers });
  expect(urls.headers).toEqual({ 'x-api-key': 'new', 'x-tenant': 'shop' });
});
