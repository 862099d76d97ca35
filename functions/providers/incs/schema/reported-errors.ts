import { eitherOf, type InboundValue, text } from '../../../../shared/provider/inbound.ts';
import { cloudApiErrors } from '../../../../shared/whatsapp/schema.ts';

/**
 * `error`: by the field tables an object in the Cloud API's words in `message_status_update`, a text
 * in the console's callbacks. Both forms are read in all of them, so that no error is lost.
 */
export const reportedErrors = eitherOf(cloudApiErrors, text);

export type ReportedErrors = InboundValue<typeof reportedErrors>;
