// The example, and beside it what tests of the package look at: a page that is careless.
import { useReducer, useState, type ComponentType } from 'react';
import 'subshare/define/invite.js';
import { SubshareInvitation, SubshareInvite } from 'subshare/react';
import { Share } from './Share';

const api = `${location.origin}/capi`;
const user = async () => (await (await fetch('/subshare/token')).json()).access_token;

/** The tag itself, as JSX knows it. */
function Tag() {
  return <subshare-invite product-code="NAT" base-url={api} tokens={{ user }} onsubshare-invited={() => (window as unknown as { heard: string[] }).heard.push('subshare-invited')} />;
}

/** Renders whenever something fails, with a token source that is another each time. */
function Inline() {
  const [times, again] = useReducer((n: number) => n + 1, 0);
  return <SubshareInvite productCode="NAT" baseUrl={api} tokens={{ user }} onFailed={again} data-times={times} />;
}

/** The same with the tag. */
function InlineTag() {
  const [times, again] = useReducer((n: number) => n + 1, 0);
  return <subshare-invite product-code="NAT" base-url={api} tokens={{ user }} onsubshare-failed={again} data-times={times} />;
}

/** Makes the element anew as well. */
function Anew() {
  const [times, again] = useReducer((n: number) => n + 1, 0);
  return <SubshareInvite key={times} productCode="NAT" baseUrl={api} tokens={{ user }} onFailed={again} data-times={times} />;
}

function Consents() {
  const [saved, save] = useState('');
  return (
    <>
      <SubshareInvitation
        code="OPEN-NAT-01"
        baseUrl={api}
        tokens={{ user }}
        consents={() => [{ id: 'terms', text: 'I agree to the terms.', required: true }]}
        saveConsents={(answers) => save(JSON.stringify(answers))}
      />
      <output>{saved}</output>
    </>
  );
}

export const pages: Record<string, ComponentType> = { share: Share, tag: Tag, inline: Inline, inlineTag: InlineTag, anew: Anew, consents: Consents };
