import assert from 'node:assert/strict';
import { test } from 'node:test';
import { registerConsumer } from '../consumer-v2/register-consumer.ts';
import { updateConsumer } from '../consumer-v2/update-consumer.ts';
import { consumerInfo } from '../examples.ts';
import { readRequest } from '../operation.ts';
import { invalidFormat } from '../reading.ts';

const read = (personalInformation: unknown) => readRequest(registerConsumer, { personalInformation });
const accepts = (personalInformation: unknown) =>
  assert.deepEqual(read(personalInformation), { ok: true, message: { personalInformation } });
const refuses = (personalInformation: object, member = Object.keys(personalInformation)[0]) =>
  assert.deepEqual(read(personalInformation), invalidFormat(`personalInformation.${member}`));

test('everything, something and nothing are accepted', () => {
  accepts(consumerInfo);
  accepts({ middleName: 'Q' });
  accepts({});
  assert.deepEqual(readRequest(registerConsumer, {}), { ok: true, message: {} });
  assert.deepEqual(readRequest(registerConsumer, undefined), { ok: true, message: {} });
});

test('an update needs the object, whatever is in it', () => {
  assert.deepEqual(readRequest(updateConsumer, {}), invalidFormat('personalInformation'));
  assert.equal(readRequest(updateConsumer, { personalInformation: {} }).ok, true);
});

test('there are no other members', () => {
  refuses({ ...consumerInfo, nickname: 'Jo' }, 'nickname');
  refuses({ nickname: { deep: 1 } });
});

test('a language is exactly five characters, the country in any case', () => {
  accepts({ language: 'nb-NO' });
  accepts({ language: 'nb-no' });
  for (const language of ['NB-NO', 'nb_NO', 'nb', 'nbo-NO', 'nb-NOR', 'nb-N1', 'nb-NO\n', ''])
    refuses({ language });
});

for (const [member, longest] of [
  ['firstName', 128],
  ['middleName', 128],
  ['lastName', 128],
  ['title', 40],
] as const)
  test(`${member} has 1 to ${longest} letters and digits of any script, and few signs`, () => {
    for (const name of [
      'Åse',
      "O'Neil-Łuk",
      'محمد',
      'م\u064Eح',
      '١٢',
      '山田',
      'A.B,C_#;:/d 1',
      '𝒜',
      'x'.repeat(longest),
    ])
      accepts({ [member]: name });
    accepts({ [member]: '𝒜'.repeat(longest) });
    for (const name of ['', 'x'.repeat(longest + 1), 'a"b', '<b>', 'a\nb', 'a@b', 'a\\b', '😀', 'a\u2019b'])
      refuses({ [member]: name });
  });

test('an e-mail address is one, of 254 characters at most', () => {
  for (const email of ['a+b@b.co.uk', "o'brien@x.ie", '"john smith"@x.ie']) accepts({ email });
  for (const email of ['', 'x', 'a b@c.d', '@x.ie', 'a@', `${'a'.repeat(250)}@x.ie`]) refuses({ email });
});

test('a date of birth is a date', () => {
  accepts({ dateOfBirth: '1990-01-25' });
  for (const dateOfBirth of ['25.01.1990', '1990-02-32', '1990-13-01']) refuses({ dateOfBirth });
});

for (const member of ['mobilePhoneNumber', 'homePhoneNumber'])
  test(`${member} is a country code and a number`, () => {
    for (const countryCode of ['+47', '47', '+1234'])
      accepts({ [member]: { countryCode, phoneNumber: '4'.repeat(15) } });
    const refused = {
      countryCode: ['', '+', '+12345', '0047 ', 'NO'],
      phoneNumber: ['', '4'.repeat(16), '400 00 000', '+4740000000'],
    };
    for (const [part, values] of Object.entries(refused))
      for (const value of values)
        refuses(
          { [member]: { countryCode: '+47', phoneNumber: '40000000', [part]: value } },
          `${member}.${part}`,
        );
    refuses({ [member]: { countryCode: '+47' } }, `${member}.phoneNumber`);
    refuses({ [member]: '+4740000000' });
  });

for (const member of ['residencyAddress', 'billingAddress'])
  test(`${member} needs a line, a postal code and a country`, () => {
    const address = { line1: 'Harbour Street 1', zipCode: '0150', countryCode: 'NO' };
    accepts({ [member]: address });
    accepts({ [member]: { ...address, line2: '2nd floor', city: 'Tromsø', state: 'x'.repeat(64) } });
    for (const [part, value] of Object.entries({
      line1: 'x'.repeat(129),
      line2: '',
      city: 'x'.repeat(129),
      state: 'x'.repeat(65),
      zipCode: 'x'.repeat(17),
      countryCode: 'NOR',
    }))
      refuses({ [member]: { ...address, [part]: value } }, `${member}.${part}`);
    for (const part of Object.keys(address))
      refuses({ [member]: { ...address, [part]: null } }, `${member}.${part}`);
    assert.equal(read({ [member]: { ...address, region: 'ignored' } }).ok, true);
  });
