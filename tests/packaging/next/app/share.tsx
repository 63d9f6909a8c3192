'use client';

import { SubshareInvite } from 'subshare/react';

export function Share() {
  return (
    <SubshareInvite
      productCode="NAT"
      // Your API's address as text; here it is this page's own, which a server does not know.
      baseUrl={typeof location === 'undefined' ? undefined : `${location.origin}/capi`}
      suppressHydrationWarning
      tokens={{ user: async () => (await (await fetch('/subshare/token')).json()).access_token }}
      onInvited={(event) => heard.push(event.type)}>
      <p>Share the paper with those you like to talk to about it.</p>
    </SubshareInvite>
  );
}

/** What the page has been told of. */
const heard: string[] = [];
if (typeof window !== 'undefined') Object.assign(window, { heard });
