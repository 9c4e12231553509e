import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isFromTheFuture, isOvertaken, type ReportMark, withReport } from './token-report.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 10, minute));
const mark = (eventId: string | null, minute: number | null): ReportMark => ({
  eventId,
  occurredAt: minute === null ? null : at(minute),
});
const heard = (...marks: ReportMark[]) =>
  marks.reduce<ReturnType<typeof withReport> | undefined>(
    (record, one) => withReport(record, one),
    undefined,
  );

test('a reporter that was never heard of is heard', () => {
  assert.equal(isOvertaken(undefined, mark('a', 1)), false);
});

test('the same id again is a repeat, whatever time it gives', () => {
  const record = heard(mark('a', 1), mark('b', 2));
  assert.equal(isOvertaken(record, mark('a', 5)), true);
  assert.equal(isOvertaken(record, mark('b', null)), true);
  assert.equal(isOvertaken(record, mark('c', 5)), false);
});

test('what is older than the newest is overtaken; what is as old is not', () => {
  const record = heard(mark('a', 3), mark('b', null), mark('c', 2));
  assert.equal(isOvertaken(record, mark('d', 2)), true);
  assert.equal(isOvertaken(record, mark('d', 3)), false);
  assert.equal(isOvertaken(record, mark(null, 2)), true);
});

test('a report without id and time is taken at its word, however often it comes', () => {
  const record = heard(mark(null, null), mark('a', 3));
  assert.equal(isOvertaken(record, mark(null, null)), false);
});

test('the record does not grow without end', () => {
  const many = Array.from({ length: 100 }, (_, index) => mark(`event-${index}`, index % 60));
  const record = heard(...many);
  assert.ok(record && record.eventIds.length <= 32);
  assert.equal(isOvertaken(record, mark('event-99', 59)), true);
});

test('a clock may be five minutes ahead, no more', () => {
  assert.equal(isFromTheFuture(mark('a', 5), at(0)), false);
  assert.equal(isFromTheFuture(mark('a', 6), at(0)), true);
  assert.equal(isFromTheFuture(mark('a', null), at(0)), false);
});
