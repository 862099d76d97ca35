import { useSignal } from '@preact/signals';
import type { FileRow, RetryCounts } from '../api.ts';
import { routes } from '../routes.ts';
import { ConfirmedAction } from './confirmed-action.tsx';
import { Icon } from './icons.tsx';
import { toHash } from './place.ts';
import { ReadTable, timesRead } from './read-table.tsx';
import { toUrl } from './request.ts';
import { sayWords } from './say-words.ts';
import { Time } from './time.tsx';
import { useLoaded } from './use-loaded.ts';
import { Content, Toggle, View } from './view.tsx';

/** The files of messages: which are stored, which failed, and why. */
export function MediaView() {
  const failedOnly = useSignal(false);
  const query = { state: failedOnly.value ? 'failed' : '' };
  const files = useLoaded<readonly FileRow[]>(routes.files, query, timesRead.value);
  return (
    <View
      name="Media"
      note="The files of the newest messages, and of those of which a file has failed."
      tools={<Toggle name="Only failed" isOn={failedOnly} />}
    >
      <ReadTable finds="The messages here" />
      <Content of={files.value}>
        {(found) => (
          <>
            {found.length === 0 && (
              <p class="nothing">{failedOnly.value ? 'No file has failed.' : 'No files yet.'}</p>
            )}
            <ul class="tiles">
              {found.map((file) => (
                <li key={`${file.message} ${file.file}`}>
                  <Tile file={file} />
                </li>
              ))}
            </ul>
          </>
        )}
      </Content>
    </View>
  );
}

function Tile({ file }: { readonly file: FileRow }) {
  const { state, reason, since, provider, stored, conversation, message, index } = file;
  const isPicture = stored?.contentType.startsWith('image/');
  return (
    <div class={state === 'failed' ? 'tile bad' : 'tile'}>
      <a title={stored?.contentType} href={toHash({ view: 'conversations', open: conversation })}>
        {stored && isPicture ? (
          <img src={toUrl(routes.media, { key: stored.key })} alt="" loading="lazy" />
        ) : (
          <span class="tile-blank">
            <Icon name={iconOf(file)} />
          </span>
        )}
        <strong>{stored ? typeName(stored.contentType) : sayWords(reason || state)}</strong>
        <small>
          {provider} · <Time at={since} form="date and clock" />
        </small>
      </a>
      {state === 'failed' && (
        <ConfirmedAction<RetryCounts>
          name="Fetch again"
          route={routes.retry}
          query={{ provider, message, file: String(index) }}
          canDo={({ files }) => files > 0}
          describe={({ dryRun, files }) =>
            files === 0
              ? 'There is nothing to fetch.'
              : dryRun
                ? 'The media mirror fetches this file again.'
                : 'The media mirror fetches it now.'
          }
        />
      )}
    </div>
  );
}

/** `audio/ogg; codecs=opus` without its parameters. */
function typeName(contentType: string): string {
  return contentType.split(';')[0] ?? contentType;
}

function iconOf({ state, stored }: FileRow): 'quarantine' | 'sound' | 'film' | 'file' {
  if (state === 'failed') return 'quarantine';
  if (stored?.contentType.startsWith('audio/')) return 'sound';
  return stored?.contentType.startsWith('video/') ? 'film' : 'file';
}
