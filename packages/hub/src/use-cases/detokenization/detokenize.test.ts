import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { writeChipData } from '@countermark/wire/detokenization/chip-data';
import { cryptogramOf } from '@countermark/wire/detokenization/cryptogram';
import type { Detokenizer } from '../../core/detokenizer.ts';
import { forgetDetokenizations } from '../../deadlines/forget-detokenizations.ts';
import type { VaultedToken } from '../../ports/aggregates/vaulted-tokens.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates, Store } from '../../ports/store.ts';
import type { Vault } from '../../ports/vault.ts';
import { at, start } from '../../store/test-objects.ts';
import { openTestStore } from '../../store/test-store.ts';
import { detokenize } from './detokenize.ts';

const store = await openTestStore();
after(() => store.close());
beforeEach(async () => {
  await store.empty();
  await store.domesticTokens.insert(record);
});

const plain: Vault = {
  seal: (_, text) => Buffer.from(text),
  open: (_, sealed) => Buffer.from(sealed).toString(),
  fingerprint: (domain, text) => `${domain} ${text}`,
};
const key = Buffer.alloc(16, 7);
const token = '9990900100000000';

const record: VaultedToken = {
  tspTokenId: 't1',
  issuerId: 'BANKONE001',
  correlationId: 'e1',
  walletCardRefId: null,
  tokenStorageId: null,
  tokenRequestorId: '40010030273',
  tokenProductId: 'debit',
  panFingerprint: 'pan 1',
  tokenFingerprint: `token ${token}`,
  sealedToken: Buffer.from(token),
  sealedPan: Buffer.from('9990100100000000'),
  sealedExpiry: null,
  tokenExpiryDate: '1131',
  par: 'OPNH0000000000000000000000001',
  state: 'ACTIVE',
  stateBefore: null,
  activatedAt: null,
  decidedBy: 'ISSUER',
  otpHash: null,
  tokenType: 'HCE',
  merchantId: null,
  sealedKey: Buffer.from(key.toString('hex')),
  lastAtc: 0,
  createdAt: start,
  updatedAt: start,
};

const detokenizer: Detokenizer = {
  detokenizerId: 'acquirer',
  name: 'Acquirer',
  encryptionCertificatePem: '',
  answers: 'WHEN_ALL_PASSED',
  sealedMacKey: new Uint8Array(),
};

const hubOn = (on: Store, now = start) =>
  ({ store: on, vault: plain, clock: { now: () => now } }) as unknown as Hub;

function call(reference: string, atc: number) {
  const chip = { tokenRequestorId: '40010030273', atc, unpredictableNumber: '00000001', keyIndex: 1 };
  const message = {
    scheme: 'DOMESTIC',
    tokenizedCard: { pan: token, expiry: '3111' },
    reference,
    amount: { value: 100, currency: 'EUR' },
    transactionDateTime: start.toISOString(),
    transactionType: '00',
    panEntryMode: '07',
    cardAcceptor: { id: 'SHOP' },
  } as const;
  const cryptogram = cryptogramOf(key, { message, chip });
  const whole = { ...message, chipRelatedData: writeChipData({ ...chip, cryptogram }) };
  return { detokenizer, requestId: reference, message: whole, text: JSON.stringify(whole) };
}

const lastAtc = async () => (await store.domesticTokens.find('t1'))?.lastAtc;

test('a card whose expiry nobody told is named without', async () => {
  const answer = await detokenize(hubOn(store), call('payment-00001', 1));
  assert.deepEqual(answer, { responseCode: '000', card: { pan: '9990100100000000' } });
  assert.equal(await lastAtc(), 1);
});

test('a token without a key is told as such', async () => {
  await store.empty();
  await store.domesticTokens.insert({ ...record, sealedKey: null });
  const answer = await detokenize(hubOn(store), call('payment-00001', 1));
  assert.deepEqual(answer, { responseCode: '014', card: null });
});

test('a database that fails keeps nothing: the call can be repeated', async () => {
  const broken: Store = {
    ...store,
    transaction: work =>
      store.transaction(tx => {
        const fails: Aggregates['domesticTokens'] = {
          ...tx.domesticTokens,
          setLastAtc: async () => {
            throw new Error('the disk is full');
          },
        };
        return work({ ...tx, domesticTokens: fails });
      }),
  };
  await assert.rejects(detokenize(hubOn(broken), call('payment-00001', 1)), /disk is full/);
  assert.equal(await lastAtc(), 0);
  assert.equal(await store.detokenizations.find('acquirer', 'payment-00001'), null);
  assert.equal((await detokenize(hubOn(store), call('payment-00001', 1))).responseCode, '000');
});

test('what was answered is forgotten after 18 months', async () => {
  await detokenize(hubOn(store), call('payment-00001', 1));
  const day = 24 * 60 * 60;
  assert.equal(await forgetDetokenizations(hubOn(store, at(548 * day))), 0);
  assert.equal(await forgetDetokenizations(hubOn(store, at(548 * day + 1))), 1);
  assert.equal(await store.detokenizations.find('acquirer', 'payment-00001'), null);
});
