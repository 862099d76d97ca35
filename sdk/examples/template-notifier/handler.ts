import { createNotificationHandler } from './notify.ts';

/** A stub: a log line, on which a metric filter can alarm. */
export const handle = createNotificationHandler(async (text) => console.log(text));
