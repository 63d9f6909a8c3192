// What the API sends of caching, and what it does not send, changes nothing: no read is answered by the browser's cache.
import assert from 'node:assert/strict';

import { OtherDevice } from '../lib/api.ts';
import { Script } from '../lib/client.ts';
import { journey, useBrowser } from '../lib/journey.ts';

useBrowser();

for (const caching of ['private', 'public', 'last-modified', 'etag']) {
  journey(`caching ${caching}: what another device did is seen, in the same page and after a reload`, async (scene) => {
    const { sandbox } = scene;
    await sandbox.habits({ caching, vary: 'none' });
    const other = await OtherDevice.of(sandbox, 'ola');
    const script = await Script.open(scene, 'ola');
    const people = async (): Promise<number> => {
      assert.equal((await script.call('listSharedSubscribers', { fresh: true })).kind, 'done');
      return (await script.rows('NAT')).length;
    };
    assert.equal(await people(), 0);
    await other.invite('one@example.com');
    assert.equal(await people(), 1);
    await other.invite('two@example.com');
    await script.reloads();
    assert.equal(await people(), 2);

    const company = await Script.open(scene, 'bedrift');
    const nets = async () => (await company.call('listNets')).nets!.length;
    assert.equal(await nets(), 1);
    await (await OtherDevice.of(sandbox, 'bedrift')).call('POST', '/v1/subscription/share/net', { nets: [] });
    assert.equal(await nets(), 0);
  });

  journey(`caching ${caching}: one user's answers are not the next one's`, async (scene) => {
    const { sandbox } = scene;
    await sandbox.habits({ caching, vary: 'none' });
    const script = await Script.open(scene);
    const reads = async (user: string) => {
      await script.useToken(await sandbox.token(user));
      const rules = (await script.call('listShareRules', { productCode: 'NAT' })).rules as { shareCount: number }[];
      assert.equal((await script.call('listSharedSubscribers')).kind, 'done');
      const levels = (await script.call('listDistributionLevels', { productCode: 'B2B' })).levels!.length;
      const nets = (await script.call('listNets')).nets!.length;
      return [rules[0]?.shareCount, (await script.rows('NAT')).length > 0, levels, nets];
    };
    assert.deepEqual(await reads('sofie'), [10, true, 0, 0]);
    assert.deepEqual(await reads('ola'), [3, false, 0, 0]);
    assert.deepEqual(await reads('ivar'), [undefined, false, 3, 3]);
    assert.deepEqual(await reads('bedrift'), [undefined, false, 3, 1]);
    assert.deepEqual(await reads('sofie'), [10, true, 0, 0]);
  });
}
