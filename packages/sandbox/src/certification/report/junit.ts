import type { CertificationPlan } from '../certification-case.ts';
import type { CaseResult, CertificationResult, RecordedExchange } from '../certification-result.ts';
import { legible, legibleAll } from './legible.ts';
import { type Markup, markup } from './markup.ts';

/**
 * The report as JUnit XML, for build servers: a suite for each plan, a test for each case. A case that does not apply is
 * skipped; so is an optional one that failed, because it does not spoil the verdict.
 */
export function junitReport(result: CertificationResult): string {
  const shown = legibleAll(result);
  const { issuer, plans, cases } = shown;
  return markup`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="Certification of ${issuer.issuerId}" ${counts(cases)}>
${plans.map(plan => suite(plan, shown))}</testsuites>
`.text;
}

function suite(plan: CertificationPlan, { cases, startedAt }: CertificationResult): Markup {
  const ofPlan = cases.filter(result => result.plan === plan);
  return markup`<testsuite name="${plan}" timestamp="${startedAt}" ${counts(ofPlan)}>
${ofPlan.map(testCase)}</testsuite>
`;
}

function counts(cases: readonly CaseResult[]): Markup {
  const failures = cases.filter(isFailure).length;
  const skipped = cases.filter(result => !isFailure(result) && result.outcome !== 'PASSED').length;
  const milliseconds = cases.reduce((sum, { durationMs }) => sum + durationMs, 0);
  return markup`tests="${cases.length}" failures="${failures}" errors="0" skipped="${skipped}" time="${inSeconds(milliseconds)}"`;
}

function isFailure({ outcome, level }: CaseResult): boolean {
  return outcome === 'FAILED' && level !== 'optional';
}

function testCase(result: CaseResult): Markup {
  const { id, title, plan, durationMs } = result;
  return markup`<testcase classname="certification.${plan}" name="${id} ${title}" time="${inSeconds(durationMs)}">${outcomeOf(result)}</testcase>
`;
}

function outcomeOf(result: CaseResult): Markup | null {
  const { outcome, notApplicable, findings } = result;
  if (outcome === 'PASSED') return null;
  if (outcome === 'NOT_APPLICABLE') return markup`<skipped message="${notApplicable ?? ''}"/>`;
  const [first] = findings;
  const told = [...findings.map(({ wrong, mend }) => `${wrong}\n${mend}`), ...result.exchanges.map(inText)];
  if (!isFailure(result)) {
    return markup`<skipped message="Optional, and failed: ${first?.wrong ?? ''}"/><system-out>${told.join('\n\n')}</system-out>`;
  }
  return markup`<failure type="${first?.defect ?? ''}" message="${first?.wrong ?? ''}">${told.join('\n\n')}</failure>`;
}

function inText({ operation, status, failure, request, response }: RecordedExchange): string {
  return [
    `${operation}: ${failure ?? `HTTP ${status}`}`,
    `hub:    ${legible(JSON.stringify(request) ?? 'no body')}`,
    `issuer: ${legible(JSON.stringify(response) ?? 'no body')}`,
  ].join('\n');
}

function inSeconds(milliseconds: number): string {
  return (milliseconds / 1_000).toFixed(3);
}
