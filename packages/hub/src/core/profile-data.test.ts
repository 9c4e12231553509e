import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClickToPayConsumer } from '@countermark/wire/d1/data/consumer-info';
import { joinPhone, splitPhone } from './phone-number.ts';
import {
  completedWith,
  consumerOnWire,
  fromWire,
  type GivenProfileData,
  isWhole,
  onWire,
  readConsumer,
  readProfileData,
} from './profile-data.ts';

const kari: ClickToPayConsumer = {
  language: 'nb-no',
  firstName: 'Kari',
  lastName: 'Nordmann',
  email: 'kari@example.com',
  mobilePhoneNumber: { countryCode: '47', phoneNumber: '41234567' },
};
const address = { line1: 'Storgata 1', zipCode: '0155', countryCode: 'NO' };
const given: GivenProfileData = { consumerInfo: kari, cardholderName: 'KARI N', billingAddress: address };
const visa = { directory: 'VISA', externalConsumerId: 'c-1' } as const;

test('everything given makes a profile: phone in E.164, language and country in capitals', () => {
  assert.deepEqual(readProfileData(given, visa), {
    ok: true,
    data: {
      consumer: {
        externalConsumerId: 'c-1',
        firstName: 'Kari',
        middleName: null,
        lastName: 'Nordmann',
        email: 'kari@example.com',
        phone: '+4741234567',
        language: 'nb-NO',
        country: 'NO',
      },
      cardholderName: 'KARI N',
      billingAddress: { ...address, line2: null, city: null, state: null },
    },
  });
});

test('each thing that is missing is named; the middle name is none of them', () => {
  for (const name of ['firstName', 'lastName', 'email', 'mobilePhoneNumber', 'language'] as const) {
    const { [name]: _, ...consumerInfo } = kari;
    const reading = readProfileData({ ...given, consumerInfo: consumerInfo as ClickToPayConsumer }, visa);
    const failure = { errorCode: 'FIELD_INVALID_FORMAT', error: `consumerInfo.${name}` };
    assert.deepEqual(reading, { ok: false, failure });
  }
  assert.partialDeepStrictEqual(readProfileData({ ...given, billingAddress: null }, visa), {
    failure: { error: 'billingAddress' },
  });
  assert.partialDeepStrictEqual(readProfileData({ ...given, consumerInfo: null }, visa), {
    failure: { error: 'consumerInfo.firstName' },
  });
});

test('countries and phones that there are not are refused', () => {
  const invalid = (error: string) => ({ ok: false, failure: { errorCode: 'FIELD_INVALID_VALUE', error } });
  const elsewhere = { ...given, billingAddress: { ...address, countryCode: 'ZZ' } };
  assert.deepEqual(readProfileData(elsewhere, visa), invalid('billingAddress.countryCode'));
  const phone = { countryCode: '+4711', phoneNumber: '123456789012345' };
  const at = { externalConsumerId: 'c-1', country: null };
  assert.deepEqual(
    readConsumer({ ...kari, mobilePhoneNumber: phone }, at),
    invalid('consumerInfo.mobilePhoneNumber'),
  );
  assert.deepEqual(readConsumer({ ...kari, language: 'nb-zz' }, at), invalid('consumerInfo.language'));
});

test('a card without a name bears that of the consumer, as far as there is room; one network wants none', () => {
  const unnamed = { ...given, cardholderName: null };
  const name = (data: GivenProfileData, directory: 'VISA' | 'MASTERCARD') => {
    const reading = readProfileData(data, { ...visa, directory });
    return reading.ok && reading.data.cardholderName;
  };
  assert.equal(name(unnamed, 'VISA'), 'Kari Nordmann');
  const long = { ...kari, firstName: 'Kari-Anne Margrethe Elisa', lastName: 'Nordmann' };
  assert.equal(name({ ...unnamed, consumerInfo: long }, 'VISA'), 'Kari-Anne Margrethe Elisa');
  assert.equal(name(given, 'MASTERCARD'), null);
});

test('what was not given is taken from what is known, the billing address before the other one', () => {
  const nothing = { consumerInfo: null, cardholderName: null, billingAddress: null };
  assert.ok(!isWhole(nothing) && isWhole(given));
  const known = { ...kari, residencyAddress: { ...address, line1: 'Hjemme 2' }, billingAddress: address };
  assert.deepEqual(completedWith(nothing, known).billingAddress, address);
  assert.equal(
    completedWith(nothing, { ...kari, residencyAddress: known.residencyAddress }).billingAddress?.line1,
    'Hjemme 2',
  );
  assert.deepEqual(completedWith(given, { ...known, firstName: 'Ola' }).consumerInfo, kari);
});

test('a consumer is shown as they were given', () => {
  const reading = readConsumer({ ...kari, middleName: 'Lise' }, { externalConsumerId: 'c-1', country: null });
  assert.ok(reading.ok);
  assert.equal(reading.data.country, 'NO');
  assert.deepEqual(consumerOnWire(reading.data), {
    ...kari,
    middleName: 'Lise',
    language: 'nb-NO',
    mobilePhoneNumber: { countryCode: '+47', phoneNumber: '41234567' },
  });
  assert.deepEqual(onWire(fromWire(address)), address);
});

test('a phone number is cut after its country code', () => {
  for (const [countryCode, phoneNumber] of [
    ['+1', '2025550123'],
    ['+7', '4951234567'],
    ['+44', '2079460000'],
    ['+47', '41234567'],
    ['+358', '401234567'],
    ['+971', '501234567'],
    ['+20', '212345678'],
    ['+212', '612345678'],
  ] as const) {
    const phone = { countryCode, phoneNumber };
    assert.deepEqual(splitPhone(joinPhone(phone)), phone);
  }
});
