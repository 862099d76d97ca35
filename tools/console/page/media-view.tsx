import { useSignal } from '@preact/signals';
import type { FileRow, RetryCounts } from '../api.ts';
import { routes } from '../routes.ts';
import { ConfirmedAction } from './confirmed-action.tsx';
import { Icon } from './icons.tsx';
import { PageView } from './page-view.tsx';
import { toHash } from './place.ts';
import { ReadTable, timesRead } from './read-table.tsx';
import { toUrl } from './request.ts';
import { Time } from './time.tsx';
import { useLoaded } from './use-loaded.ts';

/** The files of messages: which are stored, which failed, and why. */
export function MediaView() {
  const failedOnly = useSignal(false);
  const query = { state: failedOnly.value ? 'failed' : '' };
  const files = useLoaded<readonly FileRow[]>(routes.files, query, timesRead.value);
  return (
    <div class="view">
      <PageView
        name="Media"
        note="The files of the newest messages, and of those of which a file has failed."
        loaded={files.value}
      >
        {(found) => (
          <>
            <ReadTable finds="The messages here" />
            <p class="tools">
              <button
                type="button"
                aria-pressed={failedOnly.value}
                onClick={() => {
                  failedOnly.value = !failedOnly.value;
                }}
              >
                Only failed
              </button>
            </p>
            {found.length === 0 && <p class="nothing">No such files.</p>}
            <ul class="tiles">
              {found.map((file) => (
                <li key={`${file.message} ${file.file}`}>
                  <Tile file={file} />
                </li>
              ))}
            </ul>
          </>
        )}
      </PageView>
    </div>
  );
}

function Tile({ file }: { readonly file: FileRow }) {
  const { state, reason, since, provider, stored, conversation, message, index } = file;
  const isPicture = stored?.contentType.startsWith('image/');
  return (
    <div class={state === 'failed' ? 'tile bad' : 'tile'}>
      <a href={toHash({ view: 'conversations', open: conversation })}>
        {stored && isPicture ? (
          <img src={toUrl(routes.media, { key: stored.key })} alt="" loading="lazy" />
        ) : (
          <span class="tile-blank">
            <Icon name={iconOf(file)} />
          </span>
        )}
        <strong>
          {state === 'stored' ? stored?.contentType : reason.replaceAll('_', ' ') || state}
        </strong>
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

function iconOf({ state, stored }: FileRow): 'quarantine' | 'sound' | 'film' | 'file' {
  if (state === 'failed') return 'quarantine';
  if (stored?.contentType.startsWith('audio/')) return 'sound';
  return stored?.contentType.startsWith('video/') ? 'film' : 'file';
}
