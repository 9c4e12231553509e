import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Exchange } from '../ports/aggregates/exchanges.ts';
import { outboundLog } from './exchange-log.ts';

const startedAt = new Date('2026-11-22T02:45:00Z');
const sent = {
  peer: 'issuer:TESTBANK01',
  operation: 'sendOTP',
  correlationId: 'session',
  request: { otpValue: '‹6 digits›' },
};
const outcome = { status: 200, response: null, failure: null };

function logInto(record: (exchange: Exchange) => Promise<void>, report: (fault: unknown) => void = () => {}) {
  const clock = { now: () => startedAt };
  const ids = { uuid: () => '0190f000-0000-7000-8000-000000000001' };
  return outboundLog({ clock, ids, record, report });
}

test('keeps what was sent and what came back', async () => {
  const recorded: Exchange[] = [];
  const log = logInto(async exchange => void recorded.push(exchange));
  await log(sent)(outcome);
  const [exchange] = recorded;
  assert.ok(exchange && exchange.duration >= 0 && Number.isInteger(exchange.duration));
  assert.deepEqual(exchange, {
    exchangeId: '0190f000-0000-7000-8000-000000000001',
    direction: 'outbound',
    ...sent,
    startedAt,
    duration: exchange.duration,
    ...outcome,
  });
});

test('a fault of the log is reported and goes no further', async () => {
  const fault = new Error('the database is gone');
  const failing = [() => Promise.reject(fault), () => assert.fail(fault)];
  for (const record of failing) {
    const reported: unknown[] = [];
    await logInto(record, given => reported.push(given))(sent)(outcome);
    assert.deepEqual(reported, [fault]);
  }
});
