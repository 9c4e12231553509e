import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type CertificationCase, DefectFound } from './certification-case.ts';
import type { CertificationProfile } from './certification-profile.ts';
import { type CertificationProgress, runCertification } from './run-certification.ts';

const profile: CertificationProfile = {
  issuerId: 'CMISSUER01',
  serverTrust: null,
  hubClient: { certificatePem: '', privateKeyPem: '' },
  timeLimits: { connect: 2_000, answer: 5_000, notification: 10_000 },
  issuerGateway: null,
  d1: null,
};

const finding = { defect: 'too-blue', wrong: 'It is blue.', mend: 'Make it green.' };

const aCase = (id: string, parts: Partial<CertificationCase> = {}): CertificationCase => ({
  id,
  title: `Case ${id}`,
  plan: 'single-badge',
  level: 'mandatory',
  reason: 'API protocol',
  run: async () => [],
  ...parts,
});

const run = (
  cases: readonly CertificationCase[],
  more: { caseTimeLimit?: number; onProgress?: (progress: CertificationProgress) => void } = {},
) =>
  runCertification({
    profile,
    cases,
    plans: ['single-badge'],
    load: { sessions: 0, concurrency: 1 },
    product: { name: 'countermark', version: '0' },
    now: () => new Date('2026-11-22T10:00:00Z'),
    ...more,
  });

describe('runCertification', () => {
  test('tries every case of the plans and tells how each came out', async () => {
    const { verdict, cases } = await run([
      aCase('A', { run: async () => [finding] }),
      aCase('B'),
      aCase('C', { run: async () => ({ notApplicable: 'It has no cards.' }) }),
      aCase('D', { plan: 'd1' }),
    ]);
    assert.equal(verdict, 'FAILED');
    assert.deepEqual(
      cases.map(({ id, outcome, findings, notApplicable }) => ({ id, outcome, findings, notApplicable })),
      [
        { id: 'A', outcome: 'FAILED', findings: [finding], notApplicable: null },
        { id: 'B', outcome: 'PASSED', findings: [], notApplicable: null },
        { id: 'C', outcome: 'NOT_APPLICABLE', findings: [], notApplicable: 'It has no cards.' },
      ],
    );
  });

  test('a case that crashes or hangs does not end the run', async () => {
    const { cases } = await run(
      [
        aCase('A', { run: () => Promise.reject(new Error('no key for 4111111111111111')) }),
        aCase('B', { run: () => new Promise(() => undefined) }),
        aCase('C', { run: () => Promise.reject(new DefectFound(finding)) }),
        aCase('D', {
          run: ({ signal }) =>
            new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
        }),
        aCase('E'),
      ],
      { caseTimeLimit: 10 },
    );
    assert.deepEqual(
      cases.map(({ id, findings }) => [id, findings[0]?.defect]),
      [
        ['A', 'case-crashed'],
        ['B', 'case-did-not-end'],
        ['C', 'too-blue'],
        ['D', 'case-did-not-end'],
        ['E', undefined],
      ],
    );
    assert.equal(cases[0]?.findings[0]?.wrong, 'The case could not be tried: no key for 411111******1111');
  });

  test('a case that needs one that failed is left out', async () => {
    const { cases } = await run([
      aCase('A', { run: async () => [finding] }),
      aCase('B', { needs: ['A'], run: () => assert.fail('it was tried') }),
    ]);
    assert.equal(cases[1]?.notApplicable, 'A has to pass first.');
  });

  test('optional cases do not spoil the verdict, and nothing tried proves nothing', async () => {
    const optional = aCase('A', { level: 'optional', run: async () => [finding] });
    assert.equal((await run([optional, aCase('B')])).verdict, 'PASSED');
    assert.equal((await run([optional])).verdict, 'FAILED');
    assert.equal((await run([])).verdict, 'FAILED');
  });

  test('tells what it is at while it runs', async () => {
    const told: string[] = [];
    await run([aCase('A'), aCase('B')], {
      onProgress: progress => {
        const id = progress.kind === 'CASE_STARTED' ? progress.id : progress.result.id;
        told.push(`${progress.index}/${progress.of} ${progress.kind} ${id}`);
      },
    });
    assert.deepEqual(told, [
      '1/2 CASE_STARTED A',
      '1/2 CASE_ENDED A',
      '2/2 CASE_STARTED B',
      '2/2 CASE_ENDED B',
    ]);
  });
});
