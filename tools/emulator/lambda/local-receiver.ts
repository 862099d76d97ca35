import {
  httpVariables,
  localReceiversKey,
} from '../../../shared/http-subscription/http-variables.ts';

/**
 * Lets the function of an HTTP subscription send to this machine, which it refuses on AWS. Other functions keep
 * their variables.
 */
export function withLocalReceiver(
  variables: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return httpVariables.url in variables ? { ...variables, [localReceiversKey]: 'on' } : variables;
}
