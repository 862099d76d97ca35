import type { CallbackUrlsByProvider } from '../../../shared/runtime/callback-urls.ts';
import { defaultDataDirectory } from '../../emulator-client/running-emulator.ts';

export interface ReadyEmulator {
  readonly port: number;
  readonly awsEndpoint: string;
  readonly urls: CallbackUrlsByProvider;
  readonly elapsedSeconds: number;
  /** Directory with the state; `undefined` with `--ephemeral`. */
  readonly dataDirectory: string | undefined;
}

/** A callback that becomes an event and a file. */
const example = { provider: 'incs', fixture: 'incs/new_message.whatsapp-image' };

/** The text that `npm start` prints when the emulator is ready: the console, the callback URLs, and commands to try. */
export function readyText(emulator: ReadyEmulator): string {
  const { port, awsEndpoint, urls, elapsedSeconds, dataDirectory } = emulator;
  // Without --port, a command finds the emulator of the default directory.
  const which = dataDirectory === defaultDataDirectory ? '' : `--port ${port} `;
  const width = Math.max(...Object.keys(urls).map((id) => id.length));
  const callbacks = Object.entries(urls).map(
    ([id, { api, functionUrl }]) => `  ${id.padEnd(width)}  ${api ?? functionUrl}`,
  );
  return [
    `ready in ${elapsedSeconds.toFixed(1)} s; Ctrl-C stops it, ${dataDirectory ? `the state stays in ${dataDirectory}` : 'the state is not saved'}`,
    '',
    `open http://127.0.0.1:${port}/ to see what arrives`,
    '',
    'callbacks go to',
    ...callbacks,
    ...(example.provider in urls
      ? ['', 'send one', `  npm run -s send -- ${which}${example.fixture}`]
      : []),
    '',
    'read the events',
    `  npm run -s tail -- ${which}--since-start`,
    `  npm run -s query -- ${which}conversation 15550100001 447700900123`,
    `  AWS_ENDPOINT_URL=${awsEndpoint} serves AWS clients, with any credentials`,
  ].join('\n');
}
