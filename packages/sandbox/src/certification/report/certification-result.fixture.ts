import type { CaseResult, CertificationResult, RecordedExchange } from '../certification-result.ts';

/** A message that was answered. */
export function exchange(changes: Partial<RecordedExchange> = {}): RecordedExchange {
  return {
    operation: 'checkCardEligibility',
    correlationId: 'cert-7f3a9c',
    sentAt: '2026-11-24T10:00:03.120Z',
    durationMs: 34,
    request: { encryptedData: '‹envelope, 1204 characters›', language: 'en' },
    status: 200,
    response: { issuerCardRefId: 'ref-204991', productId: 'DEMO-DEBIT' },
    failure: null,
    ...changes,
  };
}

/** A case that passed. */
export function caseResult(changes: Partial<CaseResult> = {}): CaseResult {
  return {
    id: 'IG-ENV-01',
    title: 'Opens an envelope sealed for its key',
    plan: 'single-badge',
    level: 'mandatory',
    reason: 'Issuer Gateway, envelopes',
    outcome: 'PASSED',
    findings: [],
    notApplicable: null,
    durationMs: 41,
    exchanges: [exchange()],
    ...changes,
  };
}

/** One that failed, and shows why. */
export function failedCase(changes: Partial<CaseResult> = {}): CaseResult {
  return caseResult({
    id: 'IG-ENV-02',
    title: 'Refuses an envelope for a key it does not have, and says nothing more',
    outcome: 'FAILED',
    findings: [
      {
        defect: 'wrong-key-answered-with-500',
        wrong: 'An envelope for a key that the issuer does not have was answered with HTTP 500.',
        mend: 'Answer 400 with response code 110. A fault of the server looks like one that may pass, and is tried again.',
      },
    ],
    exchanges: [
      exchange({
        status: 500,
        response: { errorCode: '‹masked›', message: '‹unknown member›' },
      }),
    ],
    ...changes,
  });
}

/** A run in which something of everything happened. */
export function certificationResult(changes: Partial<CertificationResult> = {}): CertificationResult {
  return {
    product: { name: 'Countermark', version: '0.2.0' },
    startedAt: '2026-11-24T10:00:00.000Z',
    endedAt: '2026-11-24T10:01:12.400Z',
    issuer: { issuerId: 'NORDBANK01', url: 'https://backend.nordbank.example/issuer-gateway/v1' },
    plans: ['single-badge', 'cobadged'],
    verdict: 'FAILED',
    leftOut: [],
    cases: [
      caseResult(),
      failedCase(),
      caseResult({
        id: 'IG-IDV-01',
        title: 'Lists its step-up methods when it is asked',
        level: 'conditional',
        outcome: 'NOT_APPLICABLE',
        notApplicable: 'The profile names no card that is yellow without a list.',
        exchanges: [],
        durationMs: 0,
      }),
      failedCase({
        id: 'CB-NOT-01',
        title: 'Takes a notice with members it does not know',
        plan: 'cobadged',
        level: 'optional',
        exchanges: [
          exchange({
            operation: 'auxiliary/notifyVirtualCardChange',
            status: null,
            response: null,
            failure: 'no answer within 5 s',
          }),
        ],
      }),
    ],
    ratios: {
      sessions: { played: 200, succeeded: 199, ratio: 0.995 },
      greenPath: { played: 100, succeeded: 100, ratio: 1 },
      yellowPath: { played: 100, succeeded: 99, ratio: 0.99 },
      stepUpMethods: { fewest: 2, most: 3, types: ['APP_TO_APP', 'CELL_PHONE', 'EMAIL'] },
    },
    load: { sessions: 200, concurrency: 10, p50: 12, p99: 48, failures: 1 },
    ...changes,
  };
}
