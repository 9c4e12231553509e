import assert from 'node:assert/strict';
import { test } from 'node:test';
import { knownTokenRequestors } from '@countermark/hub/core/wallet-provider';
import { deviceInformationOf, scoringInformationOf, type Wallet, walletNames, wallets } from './wallets.ts';

const details = { tokenStorageId: 'se-1', language: 'no' };
const opinion = { recommendation: 'yellow', reasonCodes: ['0C'], deviceScore: 2, accountScore: 4 } as const;

const membersSent = (wallet: Wallet) => Object.keys(deviceInformationOf(wallet, 'DOMESTIC', details) ?? {});

test('each wallet has the published TRID of its alias, and ECOM none that is published', () => {
  const aliases = walletNames.map(name => knownTokenRequestors[wallets[name].tokenRequestorId]);
  assert.deepEqual(aliases, ['APPLE_PAY', 'ANDROID_PAY', 'SPAYHCE', 'NETFLIX', undefined]);
});

test('a wallet tells of its device what it can provide', () => {
  assert.deepEqual(membersSent(wallets.APPLE_PAY).sort(), [
    'deviceName',
    'fourLastDigitPhoneNumber',
    'language',
    'manufacturer',
    'phoneNumber',
    'tokenStorageId',
    'tokenStorageType',
  ]);
  assert.ok(!membersSent(wallets.ANDROID_PAY).includes('phoneNumber'));
  assert.ok(membersSent(wallets.ANDROID_PAY).includes('androidLastTwo'));
  assert.ok(!membersSent(wallets.SPAYHCE).includes('deviceName'));
});

test('what a script says of the device is told instead of the usual, if the wallet can provide it', () => {
  const device = deviceInformationOf(wallets.SPAYHCE, 'DOMESTIC', {
    ...details,
    model: 'SM-1',
    IMEI: '99',
  });
  assert.equal(device?.model, 'SM-1');
  assert.equal(device?.language, 'no');
  assert.ok(device && !('IMEI' in device));
});

test('in the scheme of a network, the network decides what is told of the device', () => {
  const device = deviceInformationOf(wallets.APPLE_PAY, 'MASTERCARD', { ...details, IMEI: '99' });
  assert.equal(device?.IMEI, '99');
  assert.ok(device && !('language' in device));
});

test('merchants have no device', () => {
  assert.equal(deviceInformationOf(wallets.NETFLIX, 'DOMESTIC', details), undefined);
  assert.equal(deviceInformationOf(wallets.ECOM, 'VISA', details), undefined);
});

test('each wallet gives the scores it can', () => {
  const accountScore = '4';
  assert.deepEqual(scoringInformationOf(wallets.APPLE_PAY, 'DOMESTIC', opinion), {
    levelOfTrust: 'yellow',
    reasonCodes: ['0C'],
    deviceScore: '2',
    accountScore,
  });
  assert.deepEqual(scoringInformationOf(wallets.ANDROID_PAY, 'DOMESTIC', opinion), {
    levelOfTrust: 'yellow',
    deviceScore: '2',
    accountScore,
  });
  assert.deepEqual(scoringInformationOf(wallets.SPAYHCE, 'VISA', opinion), {
    reasonCodes: ['0C'],
    deviceScore: '2',
    accountScore,
  });
  assert.deepEqual(scoringInformationOf(wallets.ECOM, 'DOMESTIC', opinion), {
    levelOfTrust: 'yellow',
    accountScore,
  });
});
