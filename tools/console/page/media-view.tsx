import { useSignal } from '@preact/signals';
import { type FileRow, type RetryCounts, routes } from '../api.ts';
import { ConfirmedAction } from './confirmed-action.tsx';
import { Icon } from './icons.tsx';
import { toHash } from './location.ts';
import { PageView } from './page-view.tsx';
import { toUrl } from './request.ts';
import { Time } from './time.tsx';
import { daysAgo, useLoaded } from './use-loaded.ts';

/** The files of messages: which are stored, which failed, and why. */
export function MediaView() {
  const files = useLoaded<readonly FileRow[]>(routes.files, { from: daysAgo(30) });
  const failedOnly = useSignal(false);
  return (
    <div class="view">
      <PageView name="Media" note="The newest files of the last 30 days." loaded={files.value}>
        {(found) => {
          const shown = found.filter(({ state }) => !failedOnly.value || state === 'failed');
          return (
            <>
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
              {shown.length === 0 && <p class="nothing">No such files.</p>}
              <ul class="tiles">
                {shown.map((file) => (
                  <li key={`${file.message} ${file.file}`}>
                    <Tile file={file} />
                  </li>
                ))}
              </ul>
            </>
          );
        }}
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
            <Icon name={state === 'failed' ? 'quarantine' : 'file'} />
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
