import * as z from 'zod/mini';
import { text } from '../../../../shared/provider/inbound.ts';
import { cloudApiErrors } from '../../../../shared/whatsapp/schema.ts';

/**
 * `error`: by the field tables an object in the Cloud API's words in `message_status_update`, a text
 * in the console's callbacks. Either is read in each, so that no failure is lost for its form.
 */
export const reportedErrors = z.union([cloudApiErrors, text]);

export type ReportedErrors = z.infer<typeof reportedErrors>;
