import type { CallbackUrlsByProvider } from '../../../shared/runtime/callback-urls.ts';
import { defaultDataDirectory } from '../../emulator-client/running-emulator.ts';

export type ReadyEmulator = {
  readonly port: number;
  readonly awsEndpoint: string;
  readonly urls: CallbackUrlsByProvider;
  readonly elapsedSeconds: number;
  /** Directory with the state; undefined when none is kept. */
  readonly kept: string | undefined;
};

const exampleFixture = 'fixtures/incs/new_message.whatsapp-image.payload.json';

/** What a person is told when the gateway is ready: where callbacks go, and what to try. */
export function readyText({
  port,
  awsEndpoint,
  urls,
  elapsedSeconds,
  kept,
}: ReadyEmulator): string {
  const origin = `http://127.0.0.1:${port}`;
  // By itself a tool finds the gateway of the default directory.
  const which = kept === defaultDataDirectory ? '--local' : `--local --port ${port}`;
  const width = Math.max(...Object.keys(urls).map((id) => id.length));
  const callbacks = Object.entries(urls).map(
    ([id, { api, functionUrl }]) => `  ${id.padEnd(width)}  ${api ?? functionUrl}`,
  );
  const example = urls.incs?.api ?? urls.incs?.functionUrl;
  return [
    `ready in ${elapsedSeconds.toFixed(1)} s; Ctrl-C stops it, ${kept ? `the state stays in ${kept}` : 'no state is kept'}`,
    '',
    'callbacks go to',
    ...callbacks,
    ...(example ? ['', 'try one', `  ${exampleCurl(example, origin)}`] : []),
    '',
    'see what came of it',
    `  npm run -s tail -- ${which} --since-start`,
    `  npm run -s query -- ${which} conversation 15550100001 447700900123`,
    `  AWS_ENDPOINT_URL=${awsEndpoint} answers AWS clients, with any credentials`,
  ].join('\n');
}

function exampleCurl(url: string, origin: string): string {
  const links = `s#https://media.example/#${origin}/_local/media/#`;
  return `sed '${links}' ${exampleFixture} | curl -sS -i -H 'content-type: application/json' --data-binary @- ${url}`;
}
