export { verifyToken as verify } from '../../shared/providers/verify-token.ts';
