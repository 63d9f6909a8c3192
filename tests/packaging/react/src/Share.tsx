import { SubshareInvite } from 'subshare/react';

const api = `${location.origin}/capi`;

export function Share() {
  return (
    <SubshareInvite
      productCode="NAT"
      baseUrl={api}
      tokens={{ user: async () => (await (await fetch('/subshare/token')).json()).access_token }}
      onInvited={(event) => heard.push(event.type)}>
      <p>Share the paper with those you like to talk to about it.</p>
    </SubshareInvite>
  );
}

/** What the page has been told of. */
const heard: string[] = [];
Object.assign(window, { heard });
