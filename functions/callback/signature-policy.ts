import { signatureOption } from '../../shared/provider/signature-option.ts';
import type { SignaturePolicy } from '../../shared/runtime/environment.ts';
import type { Log } from '../../shared/runtime/log.ts';
import { TributaryError } from '../../shared/tributary-error.ts';

/**
 * What happens to an authentic callback whose signature could not be checked: the provider signs, and its secret
 * has no signing key.
 */
export interface UnsignedCallbacks {
  readonly areRefused: boolean;
  /**
   * Called for each of them. Warns the first time, until the owner has decided.
   *
   * @throws {TributaryError} `misconfigured` when they are refused: the provider can send the callback again when
   *   there is a key
   */
  accept(): void;
}

/** Follows what the owner has decided with the option `signature` of the provider; `undefined`: nothing yet. */
export function createUnsignedCallbacks(
  policy: SignaturePolicy | undefined,
  provider: string,
  log: Log,
): UnsignedCallbacks {
  const areRefused = policy === 'required';
  const addKey = `run tributary secrets set ${provider} signing-key`;
  let isWarned = policy === 'optional';
  return {
    areRefused,
    accept() {
      if (areRefused) {
        throw new TributaryError(
          'misconfigured',
          `the secret has no signing key, and callbacks must be signed: ${addKey}`,
          { retryable: false },
        );
      }
      if (isWarned) return;
      isWarned = true;
      const advice = `the secret has no signing key, so signatures are not checked: ${addKey}, or set ${signatureOption(provider)} to optional`;
      log.warn('signatures not checked', { provider, advice });
    },
  };
}
