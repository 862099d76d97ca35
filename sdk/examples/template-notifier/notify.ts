import { createHandler } from 'tributary-gateway/handler';
import { types } from './types.ts';

/** Sends a text to people, by chat, mail or ticket. */
export type Notify = (text: string) => Promise<void>;

/** Notifies people that a template can no longer be sent, and why. */
export function createNotificationHandler(notify: Notify) {
  return createHandler(types, {
    'template.status.updated': async ({ detail: { metadata, data } }) => {
      const { id, name, language } = data.template;
      const what = [name ?? id ?? 'without a name', language].filter(Boolean).join(', ');
      const why = data.reason ? `: ${data.reason}` : '';
      await notify(`Template ${what} of ${metadata.provider} is ${data.current}${why}`);
    },
  });
}
