import { useSignal } from '@preact/signals';
import type { ConnectionInfo, ProviderInfo, SentCallback } from '../api.ts';
import { routes } from '../routes.ts';
import { ask } from './request.ts';
import { about } from './site.ts';
import { Time } from './time.tsx';
import { useLoaded } from './use-loaded.ts';
import { Content, View } from './view.tsx';

/** The providers that are on: where their callbacks go, what these prove, and a callback to try. */
export function ProvidersView() {
  const providers = useLoaded<readonly ProviderInfo[]>(routes.providers);
  return (
    <View name="Providers" note="Callback URLs contain a token: anyone who has it can send events.">
      <Content of={providers.value}>
        {(found) => (
          <div class="provider-cards">
            {found.map((provider) => (
              <ProviderCard key={provider.id} provider={provider} />
            ))}
          </div>
        )}
      </Content>
    </View>
  );
}

function ProviderCard({ provider }: { readonly provider: ProviderInfo }) {
  const { id, name, problem, lastCallbackAt, connections, fixtures } = provider;
  return (
    <article class="provider" aria-label={name}>
      <header class="provider-head">
        <h2>{name}</h2>
        <small>
          {lastCallbackAt ? (
            <>
              last callback <Time at={lastCallbackAt} form="date and clock" />
            </>
          ) : (
            noCallback()
          )}
        </small>
      </header>
      {problem && <p class="problem">{problem}</p>}
      <Account of={provider} name="this provider" />
      {connections.map((connection) => (
        <section key={connection.name} class="connection">
          <h3>
            Connection <bdi>{connection.name}</bdi>
          </h3>
          <Account of={connection} name={`the connection ${connection.name}`} />
        </section>
      ))}
      {fixtures.length > 0 && <TestCallback provider={id} fixtures={fixtures} />}
    </article>
  );
}

interface AccountProps {
  readonly of: ConnectionInfo;
  /** How a label names it. */
  readonly name: string;
}

/** The callback URLs of one account, and what its callbacks prove. */
function Account({ of: { urls, proofs }, name }: AccountProps) {
  return (
    <>
      {Object.entries(urls).map(([endpoint, url]) => (
        <CopyLine
          key={endpoint}
          label={endpoint === 'api' ? 'HTTP API' : 'Function URL'}
          of={name}
          text={url}
        />
      ))}
      <ul class="proofs">
        {proofs.map(({ name: proof, isSetUp }) => (
          <li key={proof} class={isSetUp ? 'chip good' : 'chip quiet'}>
            {proof}: {isSetUp ? 'checked' : 'not set up'}
          </li>
        ))}
      </ul>
    </>
  );
}

function noCallback(): string {
  return about.value.isOnEmulator
    ? 'no callback yet'
    : 'no callback in the lines of the log that were read';
}

interface CopyLineProps {
  readonly label: string;
  /** Whose it is. */
  readonly of: string;
  readonly text: string;
}

function CopyLine({ label, of, text }: CopyLineProps) {
  const copied = useSignal(false);
  return (
    <div class="copy">
      <span>{label}</span>
      <code>{text}</code>
      <button
        type="button"
        aria-label={`Copy the ${label} of ${of}`}
        onClick={async () => {
          await navigator.clipboard.writeText(text);
          copied.value = true;
        }}
      >
        {copied.value ? 'Copied' : 'Copy'}
      </button>
    </div>
  );
}

interface TestCallbackProps {
  readonly provider: string;
  readonly fixtures: readonly string[];
}

function TestCallback({ provider, fixtures }: TestCallbackProps) {
  const fixture = useSignal(fixtures.find((each) => /image|text/.test(each)) ?? fixtures[0] ?? '');
  const outcome = useSignal('');
  const send = async () => {
    outcome.value = 'Sending…';
    const sent = await ask<SentCallback>(
      routes.send,
      { fixture: fixture.value },
      { method: 'POST' },
    ).catch((error: Error) => error);
    outcome.value =
      sent instanceof Error ? sent.message : `Responded ${sent.status} in ${sent.elapsedMs} ms`;
  };
  return (
    <form
      class="test"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <label for={`fixture-${provider}`}>Test callback</label>
      <select
        id={`fixture-${provider}`}
        value={fixture.value}
        onChange={({ currentTarget }) => {
          fixture.value = currentTarget.value;
        }}
      >
        {fixtures.map((each) => (
          <option key={each} value={each}>
            {each.slice(provider.length + 1)}
          </option>
        ))}
      </select>
      <button type="submit" class="primary">
        Send
      </button>
      <output>{outcome.value}</output>
    </form>
  );
}
