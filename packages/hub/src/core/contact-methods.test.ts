import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { channelOf, contactMethods } from './contact-methods.ts';

const mobilePhoneNumber = { countryCode: '+47', phoneNumber: '99990042' };

test('a consumer is sent codes by telephone and by e-mail, as far as both are known', () => {
  assert.deepEqual(contactMethods({ mobilePhoneNumber, email: 'kari@example.com' }), [
    { id: 'sms', type: 'cell_phone', value: '**-***-****-0042' },
    { id: 'email', type: 'email', value: 'ka*****@example.com' },
  ]);
  assert.deepEqual(contactMethods({ email: 'a@example.com' }), [
    { id: 'email', type: 'email', value: '*****@example.com' },
  ]);
  assert.deepEqual(contactMethods({ firstName: 'Kari', homePhoneNumber: mobilePhoneNumber }), []);
});

test('what is shown of a number or a name is at most half of it', () => {
  const digits = fc.stringMatching(/^[0-9]{1,15}$/);
  const name = fc.stringMatching(/^[a-z]{1,30}$/);
  fc.assert(
    fc.property(digits, name, (phoneNumber, box) => {
      const [sms, mail] = contactMethods({
        mobilePhoneNumber: { countryCode: '47', phoneNumber },
        email: `${box}@example.com`,
      });
      const shown = (value: string | undefined) =>
        (value ?? '').replace('@example.com', '').replaceAll(/[*-]/g, '');
      assert.ok(shown(sms?.value).length <= Math.min(4, phoneNumber.length / 2));
      assert.ok(shown(mail?.value).length <= Math.min(2, box.length / 2));
    }),
  );
});

test('each method is a channel of its own; others are none', () => {
  assert.equal(channelOf('sms'), 'SMS');
  assert.equal(channelOf('email'), 'EMAIL');
  assert.equal(channelOf('SMS'), null);
  assert.equal(channelOf('toString'), null);
});
