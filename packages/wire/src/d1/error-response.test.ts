import assert from 'node:assert/strict';
import { test } from 'node:test';
import { d1ErrorCodes } from './error-codes.ts';
import { ErrorGeneric, errorResponse } from './error-response.ts';
import { readD1Message } from './reading.ts';

test('a refusal carries the status of its code, and the field it is about', () => {
  assert.deepEqual(
    errorResponse({ errorCode: 'FIELD_INVALID_FORMAT', error: 'personalInformation.language' }),
    {
      status: 400,
      body: { errorCode: 'FIELD_INVALID_FORMAT', error: 'personalInformation.language' },
    },
  );
  assert.deepEqual(errorResponse({ errorCode: 'CARD_NOT_FOUND' }), {
    status: 404,
    body: { errorCode: 'CARD_NOT_FOUND' },
  });
  assert.deepEqual(errorResponse({ errorCode: 'INTERNAL_ERROR' }), {
    status: 500,
    body: { errorCode: 'INTERNAL_ERROR', error: 'Internal Server Error' },
  });
});

test('of 401 only the text travels', () => {
  assert.deepEqual(errorResponse({ errorCode: 'AUTHORIZER_UNAUTHORIZED' }), {
    status: 401,
    body: { error: 'Unauthorized' },
  });
});

test('a text is short and holds no card number', () => {
  const { body } = errorResponse({
    errorCode: 'INVALID_STATE',
    error: `4111111111111111 ${'x'.repeat(500)}`,
  });
  assert.match(body.error ?? '', /^411111\*{6}1111 x+$/);
  assert.equal(body.error?.length, 256);
});

test('the codes are those of the error table', () => {
  const byStatus = Map.groupBy(Object.entries(d1ErrorCodes), ([, { status }]) => status);
  assert.deepEqual(
    Object.fromEntries([...byStatus].map(([status, entries]) => [status, entries.map(([code]) => code)])),
    {
      400: ['FIELD_INVALID_FORMAT', 'FIELD_INVALID_VALUE'],
      401: ['AUTHORIZER_UNAUTHORIZED'],
      403: [
        'INVALID_STATE',
        'REASON_CODE_NOT_ALLOWED',
        'CARD_ID_ALREADY_USED',
        'CARD_PAN_NOT_ALLOWED',
        'CARD_PRODUCT_NOT_ALLOWED',
        'ISSUER_FORBIDDEN',
      ],
      404: [
        'ISSUER_NOT_FOUND',
        'CONSUMER_NOT_FOUND',
        'CARD_NOT_FOUND',
        'CARD_PRODUCT_NOT_FOUND',
        'DIGITAL_CARD_NOT_FOUND',
        'OPERATION_NOT_FOUND',
        'CLICK_TO_PAY_PROFILE_NOT_FOUND',
      ],
      429: ['TOO_MANY_REQUESTS'],
      500: ['INTERNAL_ERROR'],
      503: ['SCHEME_UNAVAILABLE'],
    },
  );
});

test('exactly what may pass by itself may be sent again', () => {
  const retryable = Object.entries(d1ErrorCodes).filter(([, entry]) => entry.retryable);
  assert.deepEqual(
    retryable.map(([code]) => code),
    ['TOO_MANY_REQUESTS', 'INTERNAL_ERROR', 'SCHEME_UNAVAILABLE'],
  );
});

test('reads the errors that issuers send', () => {
  const read = (value: unknown) => readD1Message({ schema: ErrorGeneric, value, leniency: 'lenient' });
  assert.deepEqual(read({ error: 'Internal Server Error', more: 1 }), {
    ok: true,
    message: { error: 'Internal Server Error' },
  });
  assert.deepEqual(read({ errorCode: 17, error: '' }), { ok: true, message: { errorCode: '17' } });
  assert.deepEqual(read({}), { ok: true, message: {} });
});
