'use client';

import { SubshareInvite } from 'subshare/react';

export function Share() {
  return (
    <SubshareInvite
      productCode="NAT"
      baseUrl="/capi"
      tokens={{ user: async () => (await (await fetch('/subshare/token')).json()).access_token }}
      onInvited={(event) => heard.push(event.type)}>
      <p>Share the paper with those you like to talk to about it.</p>
    </SubshareInvite>
  );
}

/** What the page has been told of. */
const heard: string[] = [];
if (typeof window !== 'undefined') Object.assign(window, { heard });
