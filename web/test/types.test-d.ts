// What TypeScript must refuse of the package's public face. Compiled by `npm test`, never run.
import { createClient, loadSubshare, userChanged, type Client, type Outcome, type Tokens } from '../src/index.js';
import type { SubshareInvite } from '../src/elements/invite.js';
import type { SubshareInvitation } from '../src/elements/invitation.js';
import type { SubshareDistribution } from '../src/elements/distribution.js';
import '../src/define/invite.js';
import '../src/define/invitation.js';
import '../src/define/nets.js';
import '../src/define/distribution.js';

const client: Client = createClient({ baseUrl: 'https://api.example/capi', tokens: '/subshare/token' });
createClient({
  baseUrl: 'https://api.example/capi',
  tokens: { user: async ({ fresh }) => (fresh ? 'new' : { accessToken: 'held', expiresIn: 3600 }) },
  paths: { listNets: '/v1/nets' },
  language: 'nb',
  timeout: 10_000,
});
const nobody: Tokens = { user: () => null };

// A front of the page's own origin has them. (Where there is none, the client tells that they are missing.)
createClient({ baseUrl: '/subshare/api' });
// @ts-expect-error there is no such operation
createClient({ baseUrl: 'https://api.example/capi', tokens: nobody, paths: { listNet: '/v1/nets' } });
// @ts-expect-error a token answer has accessToken, not token
createClient({ baseUrl: 'https://api.example/capi', tokens: { user: () => ({ token: 'x' }) } });

async function calls(): Promise<void> {
  const outcome: Outcome = await client.sendInvitation({ contact: 'kari@example.com', productCode: 'NAT' });
  const kind: 'done' | 'already' | 'refused' | 'unknown' | 'failed' = outcome.kind;
  const status: string = outcome.status;
  const code: string | undefined = outcome.error?.code;
  // @ts-expect-error the contact is required
  await client.sendInvitation({ productCode: 'NAT' });
  // @ts-expect-error contactType follows from the contact
  await client.sendInvitation({ contact: 'kari@example.com', contactType: 'A', productCode: 'NAT' });
  // @ts-expect-error an outcome of an invitation has no rules
  outcome.rules;
  // @ts-expect-error this is not one of the kinds
  if (outcome.kind === 'success') return;

  const { signal } = new AbortController();
  const { rules } = await client.listShareRules({ productCode: 'NAT' }, { signal, fresh: true });
  const count: number | undefined = rules?.[0]?.shareCount;
  // @ts-expect-error no stated shareCount means no stated limit: it is not a number
  const allowed: number = rules![0]!.shareCount;
  const coupon: string | undefined = rules?.[0]?.couponCodeShareRecipient;

  await client.acceptInvitation(
    { shareCode: 'XYZ' },
    {
      onWaiting(reason, milliseconds) {
        const text: 'pacing' | 'backoff' | 'rate_limited' | 'offline' = reason;
        const ms: number = milliseconds;
        void [text, ms];
      },
    },
  );
  // @ts-expect-error what is accepted is a share code
  await client.acceptInvitation({ code: 'XYZ' });
  // @ts-expect-error share codes are text
  await client.cancelSharing({ shareCode: 17 });
  // @ts-expect-error there are no options besides signal, onWaiting and fresh
  await client.listSharedSubscribers({ retries: 3 });

  const row = client.row('NAT', '', 0);
  const state: 'pending' | 'accepted' | 'declined' | 'ended' | 'unknown' | undefined = row?.state;
  // @ts-expect-error a row may be absent
  row.shareCode;

  // @ts-expect-error which product's rules is required
  await client.listShareRules({});
  const listed = await client.listSharedSubscribers({ fresh: true });
  // @ts-expect-error the people are read row by row, not as an array
  listed.users;

  const { nets } = await client.listNets();
  const from: number | undefined = nets?.[0]?.startTime;
  // @ts-expect-error times are epoch milliseconds, not dates
  const date: Date | undefined = nets?.[0]?.startTime;
  // @ts-expect-error nets are read without an argument but the call's options
  await client.listNets({ productCode: 'B2B' });
  await client.changeNets({
    nets: [...(nets ?? []), { loginRequired: true, ipRanges: [], domains: [{ domain: 'example.com' }] }],
  });
  // @ts-expect-error a domain is an object, as the API has it
  await client.changeNets({ nets: [{ loginRequired: true, ipRanges: [], domains: ['example.com'] }] });
  // @ts-expect-error loginRequired is stated for each net
  await client.changeNets({ nets: [{ ipRanges: [], domains: [] }] });
  // @ts-expect-error the whole list is sent, under its name
  await client.changeNets([]);
  const { levels } = await client.listDistributionLevels({ productCode: 'B2B' });
  // @ts-expect-error the API does not tell which level applies
  levels?.[0]?.current;
  // @ts-expect-error which product's levels is required
  await client.listDistributionLevels();
  // @ts-expect-error the level is required
  await client.changeDistributionLevel({ productCode: 'B2B' });
  // @ts-expect-error levels are text
  await client.changeDistributionLevel({ productCode: 'B2B', distributionLevel: 1 });
  await client.changeDistributionLevel({
    productCode: 'B2B',
    distributionLevel: levels?.[0]?.distributionLevel ?? 'N',
  });
  await client.changeInvitationDetails({ shareCode: 'XYZ', firstName: 'Kari', lastName: 'Nordmann' });
  // One that is not given stays as it was.
  await client.changeInvitationDetails({ shareCode: 'XYZ', firstName: 'Kari' });
  const declined = await client.declineInvitation({ shareCode: 'XYZ' });
  // @ts-expect-error an outcome of declining has no nets
  declined.nets;
  // @ts-expect-error what is declined is a share code
  await client.declineInvitation({ contact: 'kari@example.com' });

  const core = await loadSubshare({ wasmUrl: '/subshare-core.wasm', integrity: 'sha384-…' });
  // @ts-expect-error there is no module where there is no browser
  core.parseContact('kari@example.com', 47);
  const check: { ok: boolean; value: string } | undefined = core?.parseContact('41234567', 47);
  void [kind, status, code, count, allowed, coupon, state, check, from, date];
}

function company(invitation: SubshareInvitation, distribution: SubshareDistribution): void {
  invitation.consents = async ({ shareCode, issuer, issuerConsentGroupId }) => {
    const group: number | undefined = issuerConsentGroupId;
    void [shareCode, issuer, group];
    return [{ id: 'terms', text: 'The terms', required: true }];
  };
  // @ts-expect-error a consent has words
  invitation.consents = () => [{ id: 'terms' }];
  invitation.saveConsents = (answers) => {
    const given: boolean | undefined = answers[0]?.given;
    // @ts-expect-error an answer is given or not
    const text: string | undefined = answers[0]?.given;
    void [given, text];
  };
  invitation.rule = { issuer: 'FJORD', isCreateConnectCustomer: true };
  // @ts-expect-error rules have an issuer, not a publisher
  invitation.rule = { publisher: 'FJORD' };
  invitation.addEventListener('subshare-accepted', (event) => {
    const customer: boolean = event.isCreateConnectCustomer;
    const ids: string[] = event.consents.map(({ id }) => id);
    // @ts-expect-error events carry no share code
    event.shareCode;
    void [customer, ids];
  });
  distribution.levelNames = { N: 'No delivery' };
  // @ts-expect-error names are text
  distribution.levelNames = { N: 1 };
  distribution.addEventListener('subshare-distribution-changed', (event) => {
    const level: string = event.distributionLevel;
    void level;
  });
  document.createElement('subshare-nets').addEventListener('subshare-nets-changed', (event) => {
    // @ts-expect-error the event says that they have changed, not what they are
    event.nets;
  });
}

function elements(invite: SubshareInvite): void {
  invite.productCode = 'NAT';
  // @ts-expect-error product codes are text
  invite.productCode = 1;
  document.createElement('subshare-invite').tokens = nobody;
  invite.addEventListener('subshare-invited', (event) => {
    const product: string = event.productCode;
    // @ts-expect-error events carry no address
    event.contact;
    void product;
  });
  invite.addEventListener('subshare-login-needed', (event) => {
    const path: string = event.returnUrl;
    event.preventDefault();
    void path;
  });
}

void [calls, company, elements, userChanged];
