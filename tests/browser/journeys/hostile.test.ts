// The network loses an invitation's answer, and the list tells less than the server holds: what can be told is told, what cannot is not sent again.
import assert from 'node:assert/strict';

import { Script } from '../lib/client.ts';
import { journey, type JourneyOptions, useBrowser, type Scene } from '../lib/journey.ts';

useBrowser();

const kari = { productCode: 'NAT', contact: 'kari@example.com' };
const liv = { productCode: 'NAT', contact: '+47 412 34 567' };

/** A server that sends a second invitation of the same person too, so that a second one is seen in the outbox; and a page that knows the list. */
async function begins(scene: Scene, habits: Record<string, string> = {}): Promise<Script> {
  await scene.sandbox.habits({ doubles: 'accepted', ...habits });
  const script = await Script.open(scene, 'ola');
  assert.equal((await script.call('listSharedSubscribers', { fresh: true })).kind, 'done');
  return script;
}

/** What is answered against the contract on purpose is to be noticed as that. */
const breach: JourneyOptions = { contract: /^sendInvitation, answer: / };

const mails = async ({ sandbox }: Scene): Promise<number> => (await sandbox.sent()).length;

for (const [habit, word] of [['contacts', 'masked'], ['contacts', 'absent'], ['productCodes', 'absent']] as const) {
  journey(`${habit} ${word}: what the list cannot tell is not sent again, also when it is pressed again`, async (scene) => {
    const script = await begins(scene, { [habit]: word });
    for (const times of ['first', 'again', 'and again']) {
      if (times === 'first') await scene.sandbox.control('faults', { operation: 'send_invitation', fault: 'drop_answer' });
      const outcome = await script.call('sendInvitation', kari);
      assert.deepEqual([outcome.kind, outcome.unclear, outcome.error?.code], ['failed', true, 'outcome_unclear'], times);
      assert.equal(await mails(scene), 1, times);
    }
  });
}

for (const [habit, word] of [['contacts', 'respelled'], ['productCodes', 'lower-case']] as const) {
  for (const person of [kari, liv]) {
    journey(`${habit} ${word}: ${person.contact} is found, and asked once`, async (scene) => {
      const script = await begins(scene, { [habit]: word });
      await scene.sandbox.control('faults', { operation: 'send_invitation', fault: 'drop_answer' });
      assert.equal((await script.call('sendInvitation', person)).kind, 'done');
      assert.equal(await mails(scene), 1);
      assert.deepEqual((await script.call('sendInvitation', person)).error?.code, 'invitation_pending');
      assert.equal(await mails(scene), 1);
    });
  }
}

journey('a request that was given up and takes effect after the first look is found by the next', async (scene) => {
  const { sandbox } = scene;
  const script = await begins(scene);
  await sandbox.control('faults', { operation: 'send_invitation', fault: 'late_commit', code: 504, commitMs: 600_000 });
  await script.begin('sendInvitation', kari);
  const looks = async () => (await sandbox.calls()).filter(({ operation }) => operation === 'list_shared_subscribers').length;
  while ((await looks()) < 2) await new Promise((resolve) => setTimeout(resolve, 50));
  await sandbox.control('commit', {});
  let outcome = await script.ended();
  while (!outcome) outcome = await script.ended();
  assert.equal(outcome.kind, 'done');
  assert.equal(await mails(scene), 1);
}, breach);

journey('another device was faster: that is said, and nobody is asked twice by this page', async (scene) => {
  const { sandbox } = scene;
  const script = await begins(scene, { doubles: 'refused' });
  await sandbox.control('faults', { operation: 'send_invitation', fault: 'other_device' });
  assert.equal((await script.call('sendInvitation', kari)).kind, 'already');
  assert.equal(await mails(scene), 1);
});

journey('an exception with 200 is a refusal, and leaves nothing unclear', async (scene) => {
  const script = await begins(scene);
  await scene.sandbox.control('faults', { operation: 'send_invitation', fault: 'exception_200' });
  const outcome = await script.call('sendInvitation', kari);
  assert.deepEqual([outcome.kind, outcome.unclear, outcome.error?.code], ['refused', false, 'request_refused']);
  assert.equal((await script.call('sendInvitation', kari)).kind, 'done');
  assert.equal(await mails(scene), 1);
}, breach);
