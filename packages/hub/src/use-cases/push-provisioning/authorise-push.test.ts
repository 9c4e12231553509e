import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import type { AuthorizationClaims } from '@countermark/wire/push-provisioning/authorization-code';
import { forgetPushUses } from '../../deadlines/forget-push-uses.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Store } from '../../ports/store.ts';
import { at, start } from '../../store/test-objects.ts';
import { openTestStore } from '../../store/test-store.ts';
import { codeRefused, takeCode } from './authorise-push.ts';

const store = await openTestStore();
after(() => store.close());
const traced: string[] = [];
beforeEach(async () => {
  await store.empty();
  traced.length = 0;
});

function hubOn(on: Store, now = start): Hub {
  const parts = {
    store: on,
    clock: { now: () => now },
    vault: { fingerprint: (domain: string, text: string) => `${domain} ${text}` },
    pushTexts: { trace: ({ diagnosis }: { diagnosis: string }) => traced.push(diagnosis) },
  };
  return parts as unknown as Hub;
}

const second = start.getTime() / 1000;
const claims: AuthorizationClaims = {
  iss: 'BANKONE001',
  sub: 'card-1',
  aud: 'APPLE_PAY',
  iat: second,
  exp: second + 300,
};

test('a code without a name of its own is known by its text', async () => {
  assert.equal(await takeCode(hubOn(store), { code: 'one', claims }), null);
  assert.equal(await takeCode(hubOn(store), { code: 'other', claims }), null);
  assert.equal(await takeCode(hubOn(store), { code: 'one', claims }), codeRefused);
  assert.deepEqual(traced, ['it was used before']);
});

test('a code with a name is used up under any other text', async () => {
  const named = { ...claims, jti: 'code-1' };
  assert.equal(await takeCode(hubOn(store), { code: 'one', claims: named }), null);
  assert.equal(await takeCode(hubOn(store), { code: 'other', claims: named }), codeRefused);
});

test('it is remembered until it is too old by a minute', async () => {
  await takeCode(hubOn(store), { code: 'one', claims });
  assert.equal(await forgetPushUses(hubOn(store, at(360))), 0);
  assert.equal(await forgetPushUses(hubOn(store, at(361))), 1);
});

test('a database that fails uses no code up', async () => {
  const fails = { ...store.pushUses, take: () => Promise.reject(new Error('the disk is full')) };
  await assert.rejects(
    takeCode(hubOn({ ...store, pushUses: fails }), { code: 'one', claims }),
    /disk is full/,
  );
  assert.equal(await takeCode(hubOn(store), { code: 'one', claims }), null);
});
