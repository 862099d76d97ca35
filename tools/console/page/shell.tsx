import type { ComponentType } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { AccountsView } from './accounts-view.tsx';
import { CallbacksView } from './callbacks/callbacks-view.tsx';
import { ConversationsView } from './conversations/conversations-view.tsx';
import { HealthView } from './health-view.tsx';
import { Icon } from './icons.tsx';
import { LiveView } from './live/live-view.tsx';
import { place } from './location.ts';
import { MediaView } from './media-view.tsx';
import { toHash, type ViewId, views } from './place.ts';
import { ProvidersView } from './providers-view.tsx';
import { QuarantineView } from './quarantine-view.tsx';
import { chooseGateway, chosenGateway, problem } from './request.ts';
import { about, site } from './site.ts';
import { nextTheme, theme } from './theme.ts';
import { WritingState } from './writing.tsx';

const components: Readonly<Record<ViewId, ComponentType>> = {
  live: LiveView,
  conversations: ConversationsView,
  callbacks: CallbacksView,
  quarantine: QuarantineView,
  media: MediaView,
  accounts: AccountsView,
  providers: ProvidersView,
  health: HealthView,
};

/** The frame around every view: the navigation, and what goes wrong. */
export function Shell() {
  const { view } = place.value;
  const View = components[view];
  const name = views.find(({ id }) => id === view)?.name ?? '';
  const tabs = useRef<HTMLUListElement>(null);
  useEffect(() => {
    document.title = `${name} · ${about.value.name}`;
    // On a phone the navigation is a line that scrolls.
    document.querySelector('.rail [aria-current]')?.scrollIntoView({ inline: 'center' });
  }, [name]);
  useEffect(() => {
    const list = tabs.current;
    if (list === null) return;
    const observer = new ResizeObserver(() => showMore(list));
    observer.observe(list);
    return () => observer.disconnect();
  }, []);
  return (
    <div class="shell">
      <button type="button" class="skip" onClick={() => document.getElementById('main')?.focus()}>
        Skip to content
      </button>
      <nav class="rail" aria-label="Views">
        <div class="brand">
          <img src="/_local/console/icon.svg" alt="" width="24" height="24" />
          <span>Tributary</span>
        </div>
        <GatewayName />
        <ul ref={tabs} onScroll={({ currentTarget }) => showMore(currentTarget)}>
          {views.map(({ id, name: label }) => (
            <li key={id}>
              <a href={toHash({ view: id })} aria-current={id === view ? 'page' : undefined}>
                <Icon name={id} />
                <span>{label}</span>
              </a>
            </li>
          ))}
        </ul>
        <WritingState />
        <button type="button" class="theme" onClick={nextTheme}>
          <Icon name="theme" />
          <span>Theme: {theme.value}</span>
        </button>
      </nav>
      <main id="main" tabIndex={-1}>
        {problem.value && (
          <p class="problem" role="alert">
            {problem.value}
          </p>
        )}
        <View key={view} />
      </main>
    </div>
  );
}

/** Marks the ends behind which there are more views: a line that is cut at a word looks complete. */
function showMore({ classList, scrollLeft, scrollWidth, clientWidth }: HTMLElement): void {
  classList.toggle('more-before', scrollLeft > 4);
  classList.toggle('more-after', scrollLeft + clientWidth < scrollWidth - 4);
}

/** Which gateway is shown; of several a person chooses. */
function GatewayName() {
  const { gateways, isEmulator } = site.value;
  if (gateways.length > 1) {
    return (
      <select
        class="gateway"
        aria-label="Gateway"
        value={chosenGateway || gateways[0]}
        onChange={({ currentTarget }) => chooseGateway(currentTarget.value)}
      >
        {gateways.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    );
  }
  return (
    <p class="gateway" title={`Tributary ${about.value.version}`}>
      {about.value.name}
      {isEmulator && <small>emulator</small>}
    </p>
  );
}
