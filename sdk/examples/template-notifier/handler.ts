import { createNotificationHandler } from './notify.ts';

/** A stub: it writes a log line, which a metric filter can count. */
export const handler = createNotificationHandler(async (text) => console.log(text));
