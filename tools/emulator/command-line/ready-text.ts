import type { CallbackUrlsByProvider } from '../../../shared/runtime/callback-urls.ts';
import { shortCommand } from '../../command-line/how-to-run.ts';
import { localAccount } from '../../emulator-client/account.ts';
import { localSecretKey, ownerAccessKeyId } from '../../emulator-client/aws-clients.ts';
import { defaultDataDirectory } from '../../emulator-client/running-emulator.ts';
import { describeOmissions, type Omission } from '../template/omissions.ts';

export interface ReadyEmulator {
  readonly port: number;
  readonly awsEndpoint: string;
  readonly gateways: readonly { readonly name: string; readonly urls: CallbackUrlsByProvider }[];
  /** What of the app does not run. */
  readonly omissions: readonly Omission[];
  readonly elapsedSeconds: number;
  /** Directory with the state; `undefined` with `--ephemeral`. */
  readonly dataDirectory: string | undefined;
}

/** A callback that becomes an event and a file. */
const example = { provider: 'incs', fixture: 'incs/new_message.whatsapp-image' };

/**
 * The text that the emulator prints when it is ready: the console, the callback URLs, what is left out, and
 * commands to try.
 */
export function readyText(emulator: ReadyEmulator): string {
  const { port, awsEndpoint, gateways, omissions, elapsedSeconds, dataDirectory } = emulator;
  const [first, ...others] = gateways;
  // Without --port, a command finds the emulator of the default directory.
  const options = [
    ...(dataDirectory === defaultDataDirectory ? [] : [`--port ${port}`]),
    ...(first && others.length > 0 ? [`--gateway ${first.name}`] : []),
  ].join(' ');
  const command = (name: string, rest: string) =>
    shortCommand(name, [options, rest].filter(Boolean).join(' '));
  return [
    `ready in ${elapsedSeconds.toFixed(1)} s; Ctrl-C stops it, ${dataDirectory ? `the state stays in ${dataDirectory}` : 'the state is not saved'}`,
    ...titled('does not run here as on AWS', describeOmissions(omissions)),
    '',
    `open http://127.0.0.1:${port}/ to see what arrives`,
    ...gateways.flatMap(({ name, urls }) =>
      titled(
        others.length > 0 ? `callbacks of ${name} go to` : 'callbacks go to',
        describeUrls(urls),
      ),
    ),
    ...(first
      ? []
      : ['', 'the app has no gateway that this version can read: no callbacks can arrive']),
    ...(first && example.provider in first.urls
      ? titled('send one', [command('send', example.fixture)])
      : []),
    ...(first
      ? titled('read the events', [
          command('tail', '--since-start'),
          command('query', 'conversation 15550100001 447700900123'),
        ])
      : []),
    ...titled('for AWS clients', [
      `export AWS_ACCESS_KEY_ID=${ownerAccessKeyId} AWS_SECRET_ACCESS_KEY=${localSecretKey}`,
      `export AWS_REGION=${localAccount.region} AWS_ENDPOINT_URL=${awsEndpoint}`,
    ]),
  ].join('\n');
}

function titled(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}

function describeUrls(urls: CallbackUrlsByProvider): readonly string[] {
  const width = Math.max(...Object.keys(urls).map((id) => id.length));
  return Object.entries(urls).map(
    ([id, { api, functionUrl }]) => `${id.padEnd(width)}  ${api ?? functionUrl}`,
  );
}
