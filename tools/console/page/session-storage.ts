import type { Session } from '../api.ts';
import { siteRoutes } from '../routes.ts';

/** The session is in the storage of the tab: it survives a reload, and no other origin reads it. */
const key = 'tributary-session';

export function readSession(): Session | undefined {
  const text = sessionStorage.getItem(key);
  return text === null ? undefined : JSON.parse(text);
}

const linkPrefix = '#/link/';

/** Exchanges the token of the link that opened the page, and takes it out of the address. */
export async function exchangeLink(): Promise<void> {
  const { hash } = location;
  if (!hash.startsWith(linkPrefix)) return;
  location.replace('#/live');
  const body = hash.slice(linkPrefix.length);
  const response = await fetch(siteRoutes.session, { method: 'POST', body });
  if (response.ok) sessionStorage.setItem(key, await response.text());
}

/** Tabs of this origin hand the session on: a link may be opened in a new tab. */
const channelName = 'tributary-session';

const borrowMs = 500;

/** Asks the other tabs of the console for their session. */
export async function borrowSession(): Promise<boolean> {
  const channel = new BroadcastChannel(channelName);
  const session = await new Promise<unknown>((resolve) => {
    channel.onmessage = ({ data }) => {
      if (data !== 'who') resolve(data);
    };
    channel.postMessage('who');
    setTimeout(() => resolve(undefined), borrowMs);
  });
  channel.close();
  if (typeof session !== 'string') return false;
  sessionStorage.setItem(key, session);
  return true;
}

/** Hands the session to new tabs of the console for as long as this one is open. */
export function lendSession(): void {
  if (readSession() === undefined) return;
  const channel = new BroadcastChannel(channelName);
  channel.onmessage = ({ data }) => {
    if (data === 'who') channel.postMessage(sessionStorage.getItem(key));
  };
}
