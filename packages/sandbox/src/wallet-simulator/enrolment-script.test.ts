import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtInTestCard } from '../test-cards.ts';
import { completeScript, contradictionIn } from './enrolment-script.ts';

test('without more than a wallet, a good customer enrols the built-in card on a new device', () => {
  const script = completeScript({ wallet: 'APPLE_PAY' });
  assert.deepEqual(script.card, { kind: 'GIVEN', ...builtInTestCard });
  assert.equal(script.captureMethod, 'MANUAL');
  assert.equal(script.opinion.recommendation, 'green');
  assert.deepEqual([script.terms, script.provisioning, script.codes], ['accept', 'deliver', ['right']]);
  const another = completeScript({ wallet: 'APPLE_PAY' });
  assert.notEqual(script.device?.tokenStorageId, another.device?.tokenStorageId);
});

test('a security code comes with cards that are typed or photographed', () => {
  const cvvOf = (script: Partial<Parameters<typeof completeScript>[0]>) => {
    const { card } = completeScript({ wallet: 'APPLE_PAY', ...script });
    return card.kind === 'GIVEN' ? card.cvv : assert.fail('no card data');
  };
  assert.equal(cvvOf({ captureMethod: 'CAMERA' }), builtInTestCard.cvv);
  assert.equal(cvvOf({ captureMethod: 'BANK_APP' }), undefined);
  assert.equal(cvvOf({ wallet: 'NETFLIX' }), undefined);
  assert.equal(cvvOf({ captureMethod: 'BANK_APP', cvv: '999' }), '999');
});

test('a device used before is named by its tokenStorageId', () => {
  const { device } = completeScript({
    wallet: 'SPAYHCE',
    language: 'no',
    device: { tokenStorageId: 'app-1' },
  });
  assert.deepEqual(device, { tokenStorageId: 'app-1', language: 'no' });
  assert.equal(completeScript({ wallet: 'ECOM' }).device, null);
});

test('a known card comes by its reference alone, from the file', () => {
  const script = completeScript({ wallet: 'APPLE_PAY', knownCard: 'card-1' });
  assert.deepEqual(script.card, { kind: 'KNOWN', walletCardRefId: 'card-1' });
  assert.equal(script.captureMethod, 'ON_FILE');
});

test('codes are typed once, several times or never', () => {
  const codesOf = (otp: 'none' | 'wrong' | ['wrong', 'right']) =>
    completeScript({ wallet: 'ECOM', otp }).codes;
  assert.deepEqual(codesOf('none'), []);
  assert.deepEqual(codesOf('wrong'), ['wrong']);
  assert.deepEqual(codesOf(['wrong', 'right']), ['wrong', 'right']);
});

test('what excludes each other is found', () => {
  assert.equal(contradictionIn({ wallet: 'APPLE_PAY', pan: '4111111111111111' }), undefined);
  assert.equal(contradictionIn({ wallet: 'APPLE_PAY', knownCard: 'card-1', cvv: '123' })?.member, 'cvv');
  assert.equal(contradictionIn({ wallet: 'NETFLIX', device: { model: 'x' } })?.member, 'device');
});
