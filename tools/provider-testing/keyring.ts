import { generateKeyPairSync } from 'node:crypto';
import type { ProviderSecret } from '../../shared/provider/provider-secret.ts';
import type { SignatureScheme } from '../../shared/provider/signature-scheme.ts';
import { isAsymmetric } from '../../shared/provider/signing-key.ts';

/** A secret with everything that a provider can prove, and the keys with which its provider signs. */
export interface Keyring {
  readonly secret: ProviderSecret;
  /** The newest key of the secret; of an asymmetric scheme, the private half of it. */
  readonly signingKey: string;
  /** The same of the connection `second`. */
  readonly secondSigningKey: string;
  /** A key that is in no secret. */
  readonly anotherSigningKey: string;
}

/** The static headers of the secret, as a callback carries them. */
export const staticHeaders = { username: 'tributary', authorization: 'Basic new-value' };

const keyrings = new Map<SignatureScheme | undefined, Keyring>();

/** The keyring of a provider that signs by a scheme, or that does not sign. The same one for each call. */
export function keyringOf(scheme: SignatureScheme | undefined): Keyring {
  const keyring = keyrings.get(scheme) ?? createKeyring(scheme);
  keyrings.set(scheme, keyring);
  return keyring;
}

/** Both halves of a key, as the secret and the provider have them; the same text where one key does both. */
interface KeyPair {
  readonly inSecret: string;
  readonly atProvider: string;
}

function createKeyring(scheme: SignatureScheme | undefined): Keyring {
  const toPair = (name: string) => createKeyPair(name, scheme);
  const [old, current] = [toPair('the-old-signing-key'), toPair('the-signing-key')];
  const second = toPair('the-signing-key-of-the-second');
  const secret: ProviderSecret = {
    token: 'the-current-token-of-the-provider',
    previousToken: 'the-token-before-the-rotation',
    headers: { UserName: 'tributary', Authorization: ['Basic old-value', 'Basic new-value'] },
    signingKeys: [old.inSecret, current.inSecret],
    connections: {
      second: {
        token: 'the-token-of-the-second-account',
        previousToken: 'the-second-token-before-the-rotation',
        headers: { UserName: 'second', Authorization: 'Basic of-the-second' },
        signingKeys: [second.inSecret],
      },
    },
  };
  return {
    secret,
    signingKey: current.atProvider,
    secondSigningKey: second.atProvider,
    anotherSigningKey: toPair('another-key').atProvider,
  };
}

function createKeyPair(name: string, scheme: SignatureScheme | undefined): KeyPair {
  if (scheme === undefined || !isAsymmetric(scheme)) {
    const key = scheme?.keyEncoding ? Buffer.from(name).toString(scheme.keyEncoding) : name;
    return { inSecret: key, atProvider: key };
  }
  const { publicKey, privateKey } =
    scheme.algorithm === 'RS256'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ed25519');
  const { x = '' } = scheme.keyEncoding ? publicKey.export({ format: 'jwk' }) : {};
  return {
    inSecret: scheme.keyEncoding
      ? Buffer.from(x, 'base64url').toString(scheme.keyEncoding)
      : publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    atProvider: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
