import { createSample } from '../../../shared/messenger-platform/sample.ts';

export const toSample = createSample('page');
