/**
 * ITNIO documents no proof of origin (itniotech.com, read on 2026-11-21): the token in the callback
 * URL is the only one.
 */
export { verifyToken as verify } from '../../../shared/provider/verify-token.ts';
