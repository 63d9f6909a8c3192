// What real servers answer besides the documented: each operation means by it what it must, and what ended unclear is remembered.
import assert from 'node:assert/strict';

import { Script, type Outcome } from '../lib/client.ts';
import { journey, type JourneyOptions, useBrowser, type Scene } from '../lib/journey.ts';

useBrowser();

interface Change {
  operation: string;
  method: string;
  user: string;
  argument: object;
}

/** Every change but an invitation, which hostile.test.ts is about. */
const changes: Change[] = [
  { operation: 'accept_invitation', method: 'acceptInvitation', user: 'kari', argument: { shareCode: 'OPEN-NAT-01' } },
  { operation: 'decline_invitation', method: 'declineInvitation', user: 'kari', argument: { shareCode: 'OPEN-NAT-01' } },
  { operation: 'cancel_sharing', method: 'cancelSharing', user: 'sofie', argument: { shareCode: 'OPEN-NAT-01' } },
  { operation: 'change_invitation_details', method: 'changeInvitationDetails', user: 'sofie', argument: { shareCode: 'OPEN-NAT-01', firstName: 'Kari' } },
  { operation: 'change_nets', method: 'changeNets', user: 'hege', argument: { nets: [{ loginRequired: true, domains: [{ domain: 'handel.example' }] }] } },
  { operation: 'change_distribution_level', method: 'changeDistributionLevel', user: 'bedrift', argument: { productCode: 'B2B', distributionLevel: 'W' } },
];

const fault = ({ sandbox }: Scene, operation: string, fault: string, rest: object = {}): Promise<unknown> => sandbox.control('faults', { operation, fault, ...rest });
/** What is answered against the contract on purpose is to be noticed as that. */
const breach = (method: string): JourneyOptions => ({ contract: new RegExp(`^${method}, answer: `) });
const short = ({ kind, unclear, error }: Outcome): unknown[] => [kind, unclear, error?.code ?? ''];

for (const { operation, method, user, argument } of changes) {
  journey(`${method}: no answer to any try is unclear, and pressed again it is done`, async (scene) => {
    const script = await Script.open(scene, user);
    await fault(scene, operation, 'drop_answer', { times: 4 });
    const [kind, unclear] = short(await script.call(method, argument));
    assert.deepEqual([kind, unclear], ['failed', true]);
    // Pressed again, the server says that it is so already, or does it once more: either is what was wanted.
    assert.deepEqual(short(await script.call(method, argument)), ['done', false, '']);
    // The publisher's route says of an answer that did not come that it is a bad gateway.
  }, operation === 'decline_invitation' ? breach(method) : {});

  journey(`${method}: 204 says that it is done`, async (scene) => {
    const script = await Script.open(scene, user);
    await fault(scene, operation, 'no_content');
    assert.deepEqual(short(await script.call(method, argument)), ['done', false, '']);
  }, breach(method));

  journey(`${method}: an exception with 200 is a refusal`, async (scene) => {
    const script = await Script.open(scene, user);
    await fault(scene, operation, 'exception_200');
    assert.deepEqual(short(await script.call(method, argument)), ['refused', false, 'request_refused']);
    assert.deepEqual(short(await script.call(method, argument)), ['done', false, '']);
  }, breach(method));
}

for (const [name, rest] of [['seconds', { code: 503, retryAfter: '2' }], ['a date', { code: 503, retryAfter: '' }]] as const) {
  journey(`Retry-After in ${name} is kept to`, async (scene) => {
    const script = await Script.open(scene, 'sofie');
    // A date has whole seconds, so that three from now are more than two.
    const retryAfter = rest.retryAfter || new Date(Date.now() + 3_000).toUTCString();
    await fault(scene, 'list_share_rules', 'http_status', { ...rest, retryAfter });
    assert.equal((await script.call('listShareRules', { productCode: 'NAT' })).kind, 'done');
    const asked = (await scene.sandbox.control<{ operation: string; at: string | number }[]>('calls')).filter((call) => call.operation === 'list_share_rules');
    const [first, second] = asked.map(({ at }) => new Date(at).getTime());
    assert.ok(asked.length === 2 && second! - first! >= 1_900, `asked at ${asked.map(({ at }) => at).join()}`);
  }, breach('listShareRules'));
}

const people = async (script: Script): Promise<number> => (await script.rows('NAT')).length;

for (const answer of ['damaged_text', 'null_items']) {
  journey(`${answer}: the list is read all the same`, async (scene) => {
    const script = await Script.open(scene, 'sofie');
    await fault(scene, 'list_shared_subscribers', answer);
    assert.equal((await script.call('listSharedSubscribers', { fresh: true })).kind, 'done');
    assert.equal(await people(script), 6);
  }, answer === 'null_items' ? breach('listSharedSubscribers') : {});
}

for (const answer of ['other_json', 'html', 'empty_body', 'exception_200', 'wrong_shape', 'empty_rows']) {
  journey(`${answer} in place of a list: nobody is gone because of it`, async (scene) => {
    const script = await Script.open(scene, 'sofie');
    assert.equal((await script.call('listSharedSubscribers', { fresh: true })).kind, 'done');
    await fault(scene, 'list_shared_subscribers', answer, { times: 4 });
    const outcome = await script.call('listSharedSubscribers', { fresh: true });
    assert.equal(outcome.ok, false);
    assert.notEqual(outcome.error?.code ?? '', 'module_failed');
    assert.equal(await people(script), 6);
    // Rows that are empty break no word of the contract.
  }, answer === 'empty_rows' ? {} : breach('listSharedSubscribers'));
}
