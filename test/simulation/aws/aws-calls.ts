import type { CallFault, Service } from '../faults.ts';
import type { ExecutionEnvironment } from '../platform/execution-environment.ts';

/** What an SDK client throws when the service or the network is at fault. */
export class InjectedError extends Error {
  constructor(name: string) {
    super('injected by the simulation');
    this.name = name;
  }
}

/** The SDK's standard mode: three attempts, with a growing delay before each. */
const sdkAttempts = 3;

/** Probability that a retry of a failed attempt has a fault, too. */
const faultOfRetry = 0.6;

/**
 * Makes one call to a model of AWS from within a function, as an SDK client does: over a network
 * that takes time, with the client's own retries, and with the faults that the seed decides.
 *
 * @param effect what the service does when the request arrives; it throws the service's own errors
 * @param maxAttempts 1 for code that has its own retries
 */
export async function callAws<T>(
  environment: ExecutionEnvironment,
  service: Service,
  operation: string,
  effect: () => T,
  maxAttempts = sdkAttempts,
): Promise<T> {
  const { faults, random } = environment.world;
  for (let attempt = 1; ; attempt += 1) {
    const fault = faults.drawCallFault(attempt > 1 ? faultOfRetry : undefined);
    environment.world.trace(`${environment.name} ${operation}${fault ? `: ${fault}` : ''}`);
    try {
      return await attemptCall(environment, service, fault, effect);
    } catch (error) {
      if (!(error instanceof InjectedError) || attempt === maxAttempts) throw error;
      await environment.sleep(random.integer(0, 100 * 2 ** attempt));
    }
  }
}

/**
 * One attempt. The request and the response each take time. In between the service acts once, even
 * if the caller has ended meanwhile: the request may have been sent before that.
 */
function attemptCall<T>(
  environment: ExecutionEnvironment,
  service: Service,
  fault: CallFault | undefined,
  effect: () => T,
): Promise<T> {
  const { scheduler, random, faults } = environment.world;
  const { invocation } = environment;
  return new Promise((resolve, reject) => {
    const respond = (settle: () => void) => {
      const delayMs = fault === 'slow call' ? random.integer(500, 8_000) : random.integer(1, 15);
      scheduler.after(delayMs, () => {
        if (invocation.isRunning) settle();
      });
    };
    const fail = (name: string) => respond(() => reject(new InjectedError(name)));
    scheduler.after(random.integer(1, 15), () => {
      if (!invocation.isRunning && random.chance(0.5)) return;
      if (faults.isOut(service, scheduler.nowMs)) return fail('ServiceUnavailable');
      if (fault === 'error before the effect') return fail('InternalServerError');
      if (fault === 'throttle') return fail('ThrottlingException');
      if (fault === 'crash before the effect') return environment.crash();
      const outcome = attemptEffect(effect);
      if (fault === 'crash after the effect') return environment.crash();
      if (fault === 'error after the effect') return fail('TimeoutError');
      respond(() => ('error' in outcome ? reject(outcome.error) : resolve(outcome.value)));
    });
  });
}

function attemptEffect<T>(effect: () => T): { readonly value: T } | { readonly error: unknown } {
  try {
    return { value: effect() };
  } catch (error) {
    return { error };
  }
}
