import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cardOperation, consumerInfo, consumerOperation } from '../examples.ts';
import { pathOf, readRequest, readResponse } from '../operation.ts';
import { invalidFormat, invalidValue } from '../reading.ts';
import { deliverOtp } from './deliver-otp.ts';
import { getConsumerInformation } from './get-consumer-information.ts';
import { getToken } from './get-token.ts';
import { notifyCardOperationV1 } from './notify-card-operation-v1.ts';
import { notifyCardOperations } from './notify-card-operations.ts';
import { notifyConsumerOperations } from './notify-consumer-operations.ts';
import { notifyDigitalCardOperation } from './notify-digital-card-operation.ts';
import { verifyCard } from './verify-card.ts';

test('the lifetime of a token is read as a text and as a number', () => {
  const token = { access_token: 'opaque', token_type: 'Bearer' };
  assert.deepEqual(readResponse(getToken, token), { ok: true, message: token });
  for (const expires_in of [900, '900'])
    assert.deepEqual(readResponse(getToken, { ...token, expires_in, more: 1 }), {
      ok: true,
      message: { ...token, expires_in: '900' },
    });
  assert.equal(readResponse(getToken, { ...token, token_type: 'bearer' }).ok, true);
  assert.deepEqual(readResponse(getToken, { ...token, token_type: 'mac' }), invalidFormat('token_type'));
  assert.deepEqual(readResponse(getToken, { ...token, expires_in: 'soon' }), invalidFormat('expires_in'));
  assert.deepEqual(readResponse(getToken, { token_type: 'Bearer' }), invalidFormat('access_token'));
});

test('what an issuer knows of a consumer may be more than is known here', () => {
  assert.deepEqual(readResponse(getConsumerInformation, { ...consumerInfo, shoeSize: 43 }), {
    ok: true,
    message: consumerInfo,
  });
  assert.deepEqual(readResponse(getConsumerInformation, { language: 'xx' }), invalidFormat('language'));
});

test('the card is named only to issuers that want it', () => {
  const consumer = { issuerId: 'NordBank01', consumerId: 'c' };
  const path = '/banking/d1/v1/issuers/NordBank01/consumers/c';
  assert.equal(pathOf(getConsumerInformation, consumer), path);
  assert.equal(pathOf(getConsumerInformation, consumer, { cardId: 'k' }), `${path}?cardId=k`);
});

test('a verification tells what is wrong with the card; most of it may be left out', () => {
  const results = { card: { invalid: true } };
  assert.deepEqual(readResponse(verifyCard, { verificationResults: results, accountId: 'a' }), {
    ok: true,
    message: { verificationResults: results },
  });
  assert.deepEqual(
    readResponse(verifyCard, { verificationResults: { card: {} } }),
    invalidFormat('verificationResults.card.invalid'),
  );
  assert.deepEqual(
    readResponse(verifyCard, { verificationResults: { card: { invalid: 'no' } } }),
    invalidFormat('verificationResults.card.invalid'),
  );
});

test('a BIN has six to eight digits', () => {
  const read = (cardBin: string) => readRequest(verifyCard, { encryptedData: 'jwe', cardBin });
  for (const bin of ['411111', '41111111']) assert.equal(read(bin).ok, true);
  for (const bin of ['41111', '411111111', '41111x']) assert.deepEqual(read(bin), invalidFormat('cardBin'));
});

test('a one-time password comes with channel, card and reason', () => {
  const request = { otp: '123456', channel: 'EMAIL', panLast4: '1111', reason: 'DEVICE-BINDING' };
  assert.deepEqual(readRequest(deliverOtp, request), { ok: true, message: request });
  assert.deepEqual(readRequest(deliverOtp, { ...request, channel: 'FAX' }), invalidValue('channel'));
  assert.deepEqual(readRequest(deliverOtp, { ...request, reason: 'DEVICE_BINDING' }), invalidValue('reason'));
  for (const panLast4 of ['111', '11111'])
    assert.deepEqual(readRequest(deliverOtp, { ...request, panLast4 }), invalidFormat('panLast4'));
});

test('operations are told as a list, each with what it must have', () => {
  assert.equal(readRequest(notifyCardOperations, [cardOperation, cardOperation]).ok, true);
  assert.equal(readRequest(notifyConsumerOperations, [consumerOperation]).ok, true);
  for (const notAList of [cardOperation, []])
    assert.deepEqual(readRequest(notifyCardOperations, notAList), invalidFormat('body'));
  for (const member of ['operationId', 'operation', 'status', 'startTime', 'cardId'])
    assert.deepEqual(
      readRequest(notifyCardOperations, [{ ...cardOperation, [member]: undefined }]),
      invalidFormat(`0.${member}`),
    );
  assert.deepEqual(
    readRequest(notifyConsumerOperations, [{ ...consumerOperation, operation: 'DIGITIZE' }]),
    invalidValue('0.operation'),
  );
  assert.equal(
    readRequest(notifyCardOperations, [{ ...cardOperation, details: { shipment: { state: 'SENT' } } }]).ok,
    true,
  );
});

test('the first version of a card notification has four members and no others', () => {
  const notice = { operationId: 'o', operation: 'RENEW', digitalCardIds: ['d'], status: 'FAILED' };
  assert.deepEqual(readRequest(notifyCardOperationV1, notice), { ok: true, message: notice });
  assert.equal(readRequest(notifyCardOperationV1, { ...notice, digitalCardIds: undefined }).ok, true);
  assert.deepEqual(readRequest(notifyCardOperationV1, { ...notice, cardId: 'c' }), invalidFormat('cardId'));
  assert.deepEqual(
    readRequest(notifyCardOperationV1, { ...notice, operation: 'SUSPEND' }),
    invalidValue('operation'),
  );
});

test('a digital card notification tells one operation', () => {
  const notice = { operationId: 'o', operation: 'UPDATE', status: 'SUCCESSFUL' };
  assert.deepEqual(readRequest(notifyDigitalCardOperation, notice), { ok: true, message: notice });
  for (const operation of ['DIGITIZE', 'ACTIVATE'])
    assert.deepEqual(
      readRequest(notifyDigitalCardOperation, { ...notice, operation }),
      invalidValue('operation'),
    );
});
