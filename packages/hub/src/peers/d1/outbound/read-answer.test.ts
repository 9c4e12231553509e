import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { activatePhysicalCard } from '@countermark/wire/d1/outbound/activate-physical-card';
import { getConsumerInformation } from '@countermark/wire/d1/outbound/get-consumer-information';
import type { HttpAnswer } from '../../https-client.ts';
import { readAnswer } from './read-answer.ts';

const answered = (answer: Partial<HttpAnswer>): HttpAnswer => ({
  kind: 'ANSWER',
  status: 200,
  contentType: 'application/json',
  retryAfter: null,
  body: '{"language":"en-GB"}',
  ...answer,
});
const question = (answer: Partial<HttpAnswer>) => readAnswer(getConsumerInformation, answered(answer)).answer;
const request = (answer: Partial<HttpAnswer>) => readAnswer(activatePhysicalCard, answered(answer)).answer;

describe('an answer', () => {
  const types = [
    'application/json',
    'application/problem+json',
    'text/plain; charset=utf-8',
    'text/json',
    null,
  ];
  for (const contentType of types) {
    test(`is JSON even if its type is ${contentType}`, () => {
      assert.deepEqual(question({ contentType }), {
        kind: 'ANSWERED',
        status: 200,
        message: { language: 'en-GB' },
      });
    });
  }

  test('may have any status of success, with whatever body where none is needed', () => {
    for (const [status, body] of [
      [200, '{"ok":true}'],
      [202, ''],
      [204, ''],
      [201, '<html>'],
    ] as const) {
      assert.deepEqual(request({ status, body }), { kind: 'ANSWERED', status, message: null });
    }
  });

  test('that lacks what is needed may be better the next time', () => {
    const bodies = [
      ['', 'the answer is not JSON'],
      ['<html>', 'the answer is not JSON'],
      ['[]', 'body is missing or malformed in the answer'],
      ['{"language":{}}', 'language is missing or malformed in the answer'],
      [null, 'the answer is larger than 64 KiB'],
    ] as const;
    for (const [body, reason] of bodies) {
      assert.deepEqual(question({ body }), { kind: 'FAILED', status: 200, reason, retryAfter: null });
    }
  });
});

describe('a refusal', () => {
  test('is any other 4xx than 408 and 429, with the texts it has', () => {
    for (const status of [400, 401, 403, 404, 409, 410, 422]) {
      const body = '{"errorCode":"CARD_NOT_FOUND","error":"cardId","more":1}';
      const refusal = { kind: 'REFUSED', status, errorCode: 'CARD_NOT_FOUND', error: 'cardId' };
      assert.deepEqual(request({ status, body }), refusal);
    }
    for (const body of ['', '[]', '{"errorCode":{}}', '<html>', null]) {
      const refusal = { kind: 'REFUSED', status: 404, errorCode: null, error: null };
      assert.deepEqual(request({ status: 404, body }), refusal);
    }
  });

  test('is cut, and tells no card number', () => {
    const body = JSON.stringify({
      errorCode: 'X'.repeat(99),
      error: `card 4111111111111111 ${'x'.repeat(300)}`,
    });
    const refusal = request({ status: 400, body });
    assert.ok(refusal.kind === 'REFUSED');
    assert.equal(refusal.errorCode?.length, 64);
    assert.equal(refusal.error?.length, 256);
    assert.match(refusal.error ?? '', /^card 411111\*{6}1111 /);
  });
});

describe('a failure', () => {
  test('is 408, 429, 5xx, and what is no answer to a call', () => {
    for (const status of [408, 429, 500, 503, 599, 301, 304]) {
      const reason = `answered with HTTP ${status}`;
      assert.deepEqual(request({ status, retryAfter: 7_000 }), {
        kind: 'FAILED',
        status,
        reason,
        retryAfter: 7_000,
      });
    }
  });

  test('of the network keeps its words', () => {
    const fault = { kind: 'FAULT', status: null, reason: 'connection refused', sent: 'NOTHING' } as const;
    const { answer, failure } = readAnswer(activatePhysicalCard, fault);
    assert.deepEqual(answer, {
      kind: 'FAILED',
      status: null,
      reason: 'connection refused',
      retryAfter: null,
    });
    assert.equal(failure, 'connection refused');
  });
});
