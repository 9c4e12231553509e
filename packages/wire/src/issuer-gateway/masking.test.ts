import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { luhnCheckDigit } from '../card/pan.ts';
import { maskMessage } from './masking.ts';
import { inboundOperations, outboundOperations } from './operations.ts';

const envelope = 'M'.repeat(812);

test('requestCardDigitization: envelopes and the person behind the card are masked', () => {
  const request = {
    cipheredCardInfo: envelope,
    authenticationValue: envelope,
    publicKeyIdentifier: 'key-1',
    issuerCardRefId: 'ref-1',
    walletProviderId: 'APPLE_PAY',
    walletUserInformation: {
      walletUserId: 'ada',
      maskedEmail: 'a*@x',
      emailHash: 'ff',
      walletAccountCountry: 'NO',
    },
    cardCaptureInformation: {
      captureMethod: 'CAMERA',
      cardHolderName: 'Ada',
      address: { addressCity: 'London' },
    },
    deviceInformation: {
      tokenStorageType: 'PHONE',
      phoneNumber: '+44',
      deviceName: 'Ada’s',
      androidIdLastTwo: '7f',
    },
    scoringInformation: { deviceScore: '5', reasonCodes: ['0G'] },
    tncStatus: true,
    cvv: '123',
  };
  assert.deepEqual(maskMessage('requestCardDigitization', 'request', request), {
    cipheredCardInfo: '‹envelope, 812 characters›',
    authenticationValue: '‹envelope, 812 characters›',
    publicKeyIdentifier: 'key-1',
    issuerCardRefId: 'ref-1',
    walletProviderId: 'APPLE_PAY',
    walletUserInformation: {
      walletUserId: '‹masked›',
      maskedEmail: '‹masked›',
      emailHash: '‹masked›',
      walletAccountCountry: 'NO',
    },
    cardCaptureInformation: {
      captureMethod: 'CAMERA',
      cardHolderName: '‹masked›',
      address: { addressCity: '‹masked›' },
    },
    deviceInformation: {
      tokenStorageType: 'PHONE',
      phoneNumber: '‹masked›',
      deviceName: '‹masked›',
      androidIdLastTwo: '‹masked›',
    },
    scoringInformation: { deviceScore: '5', reasonCodes: ['0G'] },
    tncStatus: true,
    cvv: '‹unknown member›',
  });
});

test('an issuer’s answer: the decision is shown, how to reach the cardholder is not', () => {
  const answer = {
    levelOfTrust: 'yellow',
    idvMethodList: [{ id: '1', type: 'cell_phone', value: '+44 1234' }],
    cardDetails: { cardholderName: 'Ada', fpanBin: '411111', fpanLastDigits: '1111', fpanExpiryDate: '1230' },
  };
  assert.deepEqual(maskMessage('requestCardDigitization', 'response', answer), {
    levelOfTrust: 'yellow',
    idvMethodList: [{ id: '1', type: 'cell_phone', value: '‹masked›' }],
    cardDetails: {
      cardholderName: '‹masked›',
      fpanBin: '411111',
      fpanLastDigits: '1111',
      fpanExpiryDate: '‹masked›',
    },
  });
});

test('passwords, messages, tokens and new card numbers are masked', () => {
  assert.deepEqual(maskMessage('sendOTP', 'request', { otpValue: '123456', otpMethodId: '1' }), {
    otpValue: '‹6 digits›',
    otpMethodId: '1',
  });
  assert.deepEqual(maskMessage('sendMessage', 'request', { message: 'Dear Ada', language: 'en' }), {
    message: '‹masked›',
    language: 'en',
  });
  assert.deepEqual(
    maskMessage('updateCard', 'request', { fpanDetails: '30'.repeat(100), keyIdentifier: 'hub-1' }),
    {
      fpanDetails: '‹envelope, 200 characters›',
      keyIdentifier: 'hub-1',
    },
  );
  assert.deepEqual(
    maskMessage('notifyVirtualCardChange', 'request', { tokenInfo: envelope, action: 'ACTIVATE' }),
    {
      tokenInfo: '‹envelope, 812 characters›',
      action: 'ACTIVATE',
    },
  );
});

test('an error body is shown for every operation, empty or not', () => {
  const refusal = { responseCode: 116, errorMessage: 'Unknown card 4111111111111111' };
  const shown = { responseCode: 116, errorMessage: 'Unknown card 411111******1111' };
  assert.deepEqual(maskMessage('sendOTP', 'response', refusal), shown);
  assert.deepEqual(maskMessage('checkCardEligibility', 'response', refusal), shown);
  assert.equal(maskMessage('sendOTP', 'response', undefined), null);
});

test('of an unknown operation only the names of members are shown', () => {
  assert.deepEqual(maskMessage('__proto__', 'request', { a: 1, b: { c: 2 } }), {
    a: '‹unknown member›',
    b: '‹unknown member›',
  });
});

test('a card number is shown nowhere, wherever it stands', () => {
  const operations = [...inboundOperations, ...outboundOperations];
  const pan = fc.stringMatching(/^[0-9]{12,18}$/).map(body => body + luhnCheckDigit(body));
  const members = [
    ...new Set(operations.flatMap(({ request }) => Object.keys(request.properties))),
    'id',
    'type',
    'captureMethod',
    'responseCode',
    'errorMessage',
    'unknown',
  ];
  const bodyWith = (number: string) =>
    fc.letrec<{ value: unknown }>(tie => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom(number, `card ${number}.`, Number(number), [number], { [number]: number }),
        fc.dictionary(fc.constantFrom(...members), tie('value'), { maxKeys: 6 }),
      ),
    })).value;
  const cases = pan.chain(number => fc.tuple(fc.constant(number), bodyWith(number)));
  fc.assert(
    fc.property(fc.constantFrom(...operations), cases, (operation, [number, body]) => {
      const shown = JSON.stringify([
        maskMessage(operation.name, 'request', body),
        maskMessage(operation.name, 'response', body),
      ]);
      assert.ok(!shown.includes(number));
    }),
  );
});
