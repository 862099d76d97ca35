export { toSample } from '../../../shared/cloud-api/sample.ts';
