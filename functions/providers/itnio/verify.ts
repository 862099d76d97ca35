export { verifyToken as verify } from '../../../shared/provider/verify-token.ts';
