import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Hub } from '../../ports/hub.ts';
import type { OpenedPayload } from '../../ports/push-texts.ts';
import { aD1Product, anIssuer, aProduct } from '../../store/test-objects.ts';
import { proofOf } from './push-proof.ts';

/** A hub that knows none of the issuer's signatures. */
const hub = {
  pushTexts: { issuerNamedBy: () => null, trace: () => undefined },
} as unknown as Hub;

const { settings, ...issuer } = anIssuer();
const judgesItself = { ...issuer, settings: { ...settings, pushAuthentication: 'ISSUER' as const } };
const payload = {
  fpan: '4111111111111111',
  nonce: 'n',
  iat: 1,
  validUntil: 2,
  authenticationValue: 'secret',
};
const opened = { issuerId: issuer.issuerId, productId: null, payload } as OpenedPayload;

test('a proof of its own making is judged by the issuer, and in D1 by nobody', async () => {
  const ofProduct = (product: ReturnType<typeof aProduct>) =>
    proofOf(hub, { issuer: judgesItself, product, opened, walletProviderId: 'APPLE_PAY' });
  assert.deepEqual(await ofProduct(aProduct()), { by: 'ISSUER', proof: 'secret' });
  assert.deepEqual(await ofProduct(aD1Product()), {
    by: 'NOBODY',
    diagnosis: 'its signature is not good',
  });
});
