import type { MediaItem } from '../../../../shared/contract/index.ts';
import type { MediaState } from '../../../../shared/reader/message-state.ts';
import type { TimelineMessage } from '../../../../shared/reader/read-conversation.ts';
import { sizeText } from '../../../describe-event.ts';
import { routes } from '../../routes.ts';
import { Icon } from '../icons.tsx';
import { toUrl } from '../request.ts';

/** The files of a message: pictures and players from the media bucket. */
export function MediaFiles({ of }: { readonly of: TimelineMessage }) {
  const { media, content } = of.message.data.message;
  // A thumbnail stands for a file that is shown itself.
  const shown = media.filter(({ role }) => role !== 'thumbnail' || media.length === 1);
  return (
    <>
      {shown.map((item) => (
        <figure key={item.index} class={content.kind === 'sticker' ? 'file sticker' : 'file'}>
          <MediaFile item={item} state={of.media.find(({ index }) => index === item.index)} />
          {item.caption && <figcaption dir="auto">{item.caption}</figcaption>}
        </figure>
      ))}
    </>
  );
}

interface MediaFileProps {
  readonly item: MediaItem;
  readonly state: MediaState | undefined;
}

function MediaFile({ item, state }: MediaFileProps) {
  const name = item.filename ?? item.mimeType ?? 'file';
  if (state?.state === 'failed') {
    const { reason } = state.failed;
    return <FileCard name={name} note={`not copied: ${reason.replaceAll('_', ' ')}`} isBad />;
  }
  if (state?.state !== 'stored') return <FileCard name={name} note="not copied yet" />;
  const { key, contentType, sizeBytes } = state.stored;
  const url = toUrl(routes.media, { key });
  if (contentType.startsWith('image/')) {
    return <img src={url} alt={item.filename ?? 'From this message'} loading="lazy" />;
  }
  if (contentType.startsWith('audio/')) {
    // biome-ignore lint/a11y/useMediaCaption: there are no captions of what a user recorded
    return <audio src={url} controls preload="metadata" aria-label={name} />;
  }
  if (contentType.startsWith('video/')) {
    // biome-ignore lint/a11y/useMediaCaption: there are no captions of what a user recorded
    return <video src={url} controls preload="metadata" aria-label={name} />;
  }
  return <FileCard name={name} note={`${contentType} · ${sizeText(sizeBytes)}`} url={url} />;
}

interface FileCardProps {
  readonly name: string;
  readonly note: string;
  readonly url?: string;
  readonly isBad?: boolean;
}

function FileCard({ name, note, url, isBad = false }: FileCardProps) {
  const words = (
    <>
      <Icon name="file" />
      <span>
        <bdi>{name}</bdi>
        <small>{note}</small>
      </span>
    </>
  );
  const style = isBad ? 'card file-card bad' : 'card file-card';
  if (url === undefined) return <div class={style}>{words}</div>;
  return (
    <a class={style} href={url} download={name}>
      {words}
    </a>
  );
}
