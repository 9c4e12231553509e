import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkCardEligibility } from '@countermark/wire/issuer-gateway/check-card-eligibility';
import { notifyVirtualCardChange } from '@countermark/wire/issuer-gateway/notify-virtual-card-change';
import { requestCardDigitization } from '@countermark/wire/issuer-gateway/request-card-digitization';
import { responseCodes } from '@countermark/wire/issuer-gateway/response-codes';
import { sendOTP } from '@countermark/wire/issuer-gateway/send-otp';
import fc from 'fast-check';
import type { HttpAnswer } from '../../https-client.ts';
import { readAnswer } from './read-answer.ts';

const eligibility = { operation: checkCardEligibility, success: 'HTTP_200' } as const;
const digitization = { operation: requestCardDigitization, success: 'HTTP_200' } as const;
const otp = { operation: sendOTP, success: 'HTTP_200' } as const;
const notification = { operation: notifyVirtualCardChange, success: 'ANY_2XX' } as const;
const good = { issuerCardRefId: 'card-1', productId: 'profile-1' };

function http(status: number, body: unknown, rest: Partial<HttpAnswer> = {}): HttpAnswer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { kind: 'ANSWER', status, contentType: 'application/json', retryAfter: null, body: text, ...rest };
}

function refusal(code: number, message: string) {
  return { kind: 'REFUSED', code, message };
}

test('HTTP 200 with what is needed is the answer', () => {
  const read = readAnswer(eligibility, http(200, { ...good, more: 1 }));
  assert.deepEqual(read.answer, { kind: 'ANSWERED', message: good });
  assert.deepEqual(read.body, { ...good, more: 1 });
  assert.equal(read.failure, null);
});

test('members of an error mean nothing in a 200', () => {
  const body = { ...good, responseCode: 911, errorMessage: 'Successful' };
  assert.deepEqual(readAnswer(eligibility, http(200, body)).answer, { kind: 'ANSWERED', message: good });
});

test('a level of trust that nobody knows is passed on', () => {
  const { answer } = readAnswer(digitization, http(200, { levelOfTrust: 'Purple' }));
  assert.deepEqual(answer, { kind: 'ANSWERED', message: { levelOfTrust: 'purple' } });
});

for (const contentType of ['application/json;charset=UTF-8', 'Application/JSON ; charset=utf-8']) {
  test(`${contentType} is JSON`, () => {
    assert.equal(readAnswer(eligibility, http(200, good, { contentType })).answer.kind, 'ANSWERED');
  });
}

const unusable: [string, HttpAnswer, string][] = [
  [
    'without a member that is needed',
    http(200, { productId: 'x' }),
    'issuerCardRefId is missing in the answer',
  ],
  ['with null for one', http(200, { ...good, productId: null }), 'productId is missing in the answer'],
  ['with an object for one', http(200, { ...good, productId: {} }), 'productId is malformed in the answer'],
  ['with an array', http(200, [good]), 'body is malformed in the answer'],
  [
    'of another type',
    http(200, good, { contentType: 'text/html' }),
    'the answer is not of type application/json',
  ],
  [
    'of a type much like it',
    http(200, good, { contentType: 'application/jsonp' }),
    'the answer is not of type application/json',
  ],
  ['of no type', http(200, good, { contentType: null }), 'the answer is not of type application/json'],
  ['without body', http(200, ''), 'the answer is not JSON'],
  ['with half a body', http(200, '{"issuerCardRefId":'), 'the answer is not JSON'],
  ['of more than 64 KiB', http(200, good, { body: null }), 'the answer is larger than 64 KiB'],
];

for (const [name, answer, problem] of unusable) {
  test(`HTTP 200 ${name} is refused with 911`, () => {
    const read = readAnswer(eligibility, answer);
    assert.deepEqual(read.answer, refusal(911, problem));
    assert.equal(read.failure, problem);
  });
  test(`HTTP 200 ${name} is good enough where the body is ignored`, () => {
    assert.deepEqual(readAnswer(otp, answer).answer, { kind: 'ANSWERED', message: null });
    assert.equal(readAnswer(otp, answer).failure, null);
  });
}

for (const [code, { meaning }] of Object.entries(responseCodes)) {
  test(`HTTP 400 with ${code} is a refusal, ${meaning}`, () => {
    const read = readAnswer(eligibility, http(400, { responseCode: Number(code) }));
    assert.deepEqual(read.answer, refusal(Number(code), meaning));
    assert.equal(read.failure, null);
  });
}

test('191, the number of "card expired" at token service providers, is read as 158', () => {
  const { answer } = readAnswer(eligibility, http(400, { responseCode: 191 }));
  assert.deepEqual(answer, refusal(158, 'Card expired'));
});

test('a code that is not listed is kept, and a numeric text is a code', () => {
  assert.deepEqual(
    readAnswer(eligibility, http(400, { responseCode: '162', errorMessage: 'our own' })).answer,
    refusal(162, 'our own'),
  );
});

test('the text of a refusal is cut, and card numbers in it are starred', () => {
  const errorMessage = `Card 4111111111111111 refused ${'x'.repeat(600)}`;
  const { answer } = readAnswer(eligibility, http(400, { responseCode: 116, errorMessage }));
  const message = answer.kind === 'REFUSED' ? answer.message : '';
  assert.equal(message.length, 500);
  assert.match(message, /^Card 411111\*{6}1111 refused x+$/);
});

const codeless: [string, HttpAnswer, string][] = [
  ['without body', http(400, ''), 'the answer is not JSON'],
  [
    'of another type',
    http(400, { responseCode: 116 }, { contentType: 'text/plain' }),
    'the answer is not of type application/json',
  ],
  ['without code', http(400, { errorMessage: 'no' }), 'responseCode is missing in the answer'],
  ['with words for a code', http(400, { responseCode: 'bad' }), 'responseCode is malformed in the answer'],
  [
    'with a fraction for a code',
    http(400, { responseCode: 116.5 }),
    'responseCode is malformed in the answer',
  ],
  ['of more than 64 KiB', http(400, '', { body: null }), 'the answer is larger than 64 KiB'],
];

for (const [name, answer, problem] of codeless) {
  test(`HTTP 400 ${name} is a refusal with 911`, () => {
    const read = readAnswer(notification, answer);
    assert.deepEqual(read.answer, refusal(911, problem));
    assert.equal(read.failure, problem);
  });
}

for (const status of [201, 202, 204]) {
  test(`HTTP ${status} acknowledges a notification and nothing else`, () => {
    assert.deepEqual(readAnswer(notification, http(status, '')).answer, { kind: 'ANSWERED', message: null });
    assert.equal(readAnswer(otp, http(status, '')).answer.kind, 'FAILED');
    assert.equal(readAnswer(eligibility, http(status, good)).answer.kind, 'FAILED');
  });
}

for (const status of [301, 307, 401, 403, 404, 405, 408, 413, 415, 429, 500, 502, 503]) {
  test(`HTTP ${status} is a failure, whatever it says`, () => {
    const body = { ...good, responseCode: 116 };
    const result = http(status, body, { retryAfter: 7_000 });
    const reason = `answered with HTTP ${status}`;
    const failed = { answer: { kind: 'FAILED', status, reason, retryAfter: 7_000 }, body, failure: reason };
    assert.deepEqual(readAnswer(eligibility, result), failed);
    assert.deepEqual(readAnswer(otp, result), failed);
    assert.deepEqual(readAnswer(notification, result), failed);
  });
}

test('a fault of the network is a failure', () => {
  const fault = { kind: 'FAULT', status: 200, reason: 'no answer within 5 s', sent: 'PERHAPS_ALL' } as const;
  const answer = { kind: 'FAILED', status: 200, reason: 'no answer within 5 s', retryAfter: null };
  assert.deepEqual(readAnswer(eligibility, fault), {
    answer,
    body: undefined,
    failure: 'no answer within 5 s',
  });
});

test('any JSON at all is answered, refused or failed, and never throws', () => {
  fc.assert(
    fc.property(fc.constantFrom(200, 400, 500), fc.json(), (status, body) => {
      const { answer } = readAnswer(eligibility, http(status, body));
      const kinds = { 200: ['ANSWERED', 'REFUSED'], 400: ['REFUSED'], 500: ['FAILED'] };
      assert.ok(kinds[status].includes(answer.kind));
    }),
  );
});
