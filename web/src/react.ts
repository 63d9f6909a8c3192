// The elements as React components. React 19 renders custom elements by itself, but where it hydrates what a server has rendered it sets
// no properties and adds no listeners, silently: a person accepts, and neither `saveConsents` nor the page hears of it. These components
// set them in a layout effect, which runs after hydration as after any other rendering.
import { createElement, useImperativeHandle, useLayoutEffect, useRef, type HTMLAttributes, type ReactElement, type ReactNode, type Ref } from 'react';
import type { SubshareDistribution as Distribution } from './elements/distribution.js';
import type { SubshareInvitation as Invitation } from './elements/invitation.js';
import type { SubshareInvite as Invite } from './elements/invite.js';
import type { SubshareNets as Nets } from './elements/nets.js';
import type {
  AcceptedEvent,
  DeclinedEvent,
  DistributionChangedEvent,
  EndedEvent,
  FailedEvent,
  FullEvent,
  InvitedEvent,
  LoginNeededEvent,
  NetsChangedEvent,
  OpenedEvent,
  ReadyEvent,
} from './events.js';

/** What attributes cannot say. */
type Sources = 'tokens' | 'client' | 'rule' | 'consents' | 'saveConsents' | 'levelNames';
const sources = ['tokens', 'client', 'rule', 'consents', 'saveConsents', 'levelNames'] as const satisfies readonly Sources[];

/** What can be set on the element, and is no part of HTML's. */
type Settings<E> = { [K in Extract<keyof E, keyof Attributes | Sources>]?: E[K] | undefined };

interface Attributes {
  baseUrl: 1; userTokenUrl: 1; declineUrl: 1; loginUrl: 1; productName: 1; wasmUrl: 1; integrity: 1; productCode: 1; landingUrl: 1;
  callingCode: 1; moreSeatsUrl: 1; code: 1; inviterName: 1; acceptedUrl: 1; issuer: 1; issuerConsentGroupId: 1; createConnectCustomer: 1;
}
const attributes: Record<keyof Attributes, string> = {
  baseUrl: 'base-url',
  userTokenUrl: 'user-token-url',
  declineUrl: 'decline-url',
  loginUrl: 'login-url',
  productName: 'product-name',
  wasmUrl: 'wasm-url',
  integrity: 'integrity',
  productCode: 'product-code',
  landingUrl: 'landing-url',
  callingCode: 'calling-code',
  moreSeatsUrl: 'more-seats-url',
  code: 'code',
  inviterName: 'inviter-name',
  acceptedUrl: 'accepted-url',
  issuer: 'issuer',
  issuerConsentGroupId: 'issuer-consent-group-id',
  createConnectCustomer: 'create-connect-customer',
};

/** Called with the element's events: see `subshare/events`. */
export interface Handlers {
  onOpened?: ((event: OpenedEvent) => void) | undefined;
  onReady?: ((event: ReadyEvent) => void) | undefined;
  onInvited?: ((event: InvitedEvent) => void) | undefined;
  onAccepted?: ((event: AcceptedEvent) => void) | undefined;
  onDeclined?: ((event: DeclinedEvent) => void) | undefined;
  onEnded?: ((event: EndedEvent) => void) | undefined;
  onNetsChanged?: ((event: NetsChangedEvent) => void) | undefined;
  onDistributionChanged?: ((event: DistributionChangedEvent) => void) | undefined;
  onFull?: ((event: FullEvent) => void) | undefined;
  onFailed?: ((event: FailedEvent) => void) | undefined;
  onLoginNeeded?: ((event: LoginNeededEvent) => void) | undefined;
}
const events: Record<keyof Handlers, string> = {
  onOpened: 'subshare-opened',
  onReady: 'subshare-ready',
  onInvited: 'subshare-invited',
  onAccepted: 'subshare-accepted',
  onDeclined: 'subshare-declined',
  onEnded: 'subshare-ended',
  onNetsChanged: 'subshare-nets-changed',
  onDistributionChanged: 'subshare-distribution-changed',
  onFull: 'subshare-full',
  onFailed: 'subshare-failed',
  onLoginNeeded: 'subshare-login-needed',
};

export type Props<E extends HTMLElement> = Settings<E> & Handlers & Omit<HTMLAttributes<E>, keyof Settings<E> | keyof Handlers> & { ref?: Ref<E>; children?: ReactNode };

export type SubshareInviteProps = Props<Invite>;
export type SubshareInvitationProps = Props<Invitation>;
export type SubshareNetsProps = Props<Nets>;
export type SubshareDistributionProps = Props<Distribution>;

/** Functions and objects that a parent writes inline are others at each rendering, and mean the same: the element gets one for good. */
function steady(element: Record<string, unknown>, name: Sources, latest: { current: Record<string, unknown> }): unknown {
  const value = latest.current[name];
  if (typeof value === 'function') {
    const known = element[name];
    if (typeof known === 'function' && (known as Steady).of === latest) return known;
    return Object.assign((...all: unknown[]) => (latest.current[name] as Steady | undefined)?.(...all), { of: latest });
  }
  // Told apart by what they say, as they would be as attributes.
  const plain = name === 'rule' || name === 'levelNames';
  return plain && JSON.stringify(value) === JSON.stringify(element[name]) ? element[name] : value;
}
interface Steady {
  (...all: unknown[]): unknown;
  of?: object;
}

function component<E extends HTMLElement>(tag: string, define: () => Promise<unknown>) {
  return function SubshareComponent({ ref, children, ...props }: Props<E>): ReactElement {
    const all = props as Record<string, unknown>;
    const element = useRef<E>(null);
    const latest = useRef(all);
    const given = useRef(new Set<Sources>());
    useImperativeHandle(ref, () => element.current!);

    // Each time, since what is given may have changed. Before the element is defined too: it takes over what it was given.
    useLayoutEffect(() => {
      latest.current = all;
      const it = element.current as unknown as Record<string, unknown>;
      for (const name of sources) {
        if (all[name] === undefined && !given.current.has(name)) continue;
        given.current.add(name);
        const value = steady(it, name, latest);
        if (it[name] !== value) it[name] = value;
      }
    });

    useLayoutEffect(() => {
      const it = element.current!;
      const listen = (event: Event): void => {
        const handler = Object.keys(events).find((name) => events[name as keyof Handlers] === event.type)!;
        (latest.current[handler] as ((event: Event) => void) | undefined)?.(event);
      };
      for (const type of Object.values(events)) it.addEventListener(type, listen);
      void define();
      return () => {
        for (const type of Object.values(events)) it.removeEventListener(type, listen);
      };
    }, []);

    const rendered: Record<string, unknown> = { ref: element };
    for (const [name, value] of Object.entries(all)) {
      if (name in events || sources.includes(name as Sources)) continue;
      const attribute = attributes[name as keyof Attributes];
      if (!attribute) rendered[name] = value;
      // React writes `true` and `false` of custom elements' attributes as it likes from one release to the next.
      else if (value !== undefined && value !== null && value !== false) rendered[attribute] = value === true ? '' : String(value);
    }
    return createElement(tag, rendered, children);
  };
}

/** `<subshare-invite>`, with its attributes and properties as props, and its events as `onInvited` and so on. */
export const SubshareInvite: (props: SubshareInviteProps) => ReactElement = component<Invite>('subshare-invite', () => import('./define/invite.js'));
/** `<subshare-invitation>`. */
export const SubshareInvitation: (props: SubshareInvitationProps) => ReactElement = component<Invitation>('subshare-invitation', () => import('./define/invitation.js'));
/** `<subshare-nets>`. */
export const SubshareNets: (props: SubshareNetsProps) => ReactElement = component<Nets>('subshare-nets', () => import('./define/nets.js'));
/** `<subshare-distribution>`. */
export const SubshareDistribution: (props: SubshareDistributionProps) => ReactElement = component<Distribution>('subshare-distribution', () => import('./define/distribution.js'));

/** For who writes `<subshare-invite product-code="NAT">` in JSX. */
type Tag<E extends HTMLElement> = { [name in (typeof attributes)[keyof Attributes] | `on${string}`]?: unknown } & Settings<E> & HTMLAttributes<E> & { ref?: Ref<E>; class?: string };

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'subshare-invite': Tag<Invite>;
      'subshare-invitation': Tag<Invitation>;
      'subshare-nets': Tag<Nets>;
      'subshare-distribution': Tag<Distribution>;
    }
  }
}
