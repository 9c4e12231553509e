import { setTimeout as pause } from 'node:timers/promises';
import { scrubPans } from '@countermark/wire/card/scrub';
import type { Finding } from '@countermark/wire/envelope/doctor/finding';
import {
  type CertificationCase,
  type CertificationMeans,
  type CertificationPlan,
  DefectFound,
  isNotApplicable,
  type NotApplicable,
} from './certification-case.ts';
import type { CertificationProfile } from './certification-profile.ts';
import type {
  CaseResult,
  CertificationResult,
  CertificationVerdict,
  RecordedExchange,
} from './certification-result.ts';
import { type LoadPlan, LoadSessions } from './load-sessions.ts';

/** What is to be certified, and how. */
export interface CertificationRun {
  profile: CertificationProfile;
  /** All that may be tried; those of other plans are left out. */
  cases: readonly CertificationCase[];
  plans: readonly CertificationPlan[];
  /** Ids of cases of these plans that somebody chose to leave out; none unless given. */
  leftOut?: readonly string[];
  load: LoadPlan;
  product: CertificationResult['product'];
  /** Milliseconds that a case may take; two minutes unless given. */
  caseTimeLimit?: number;
  onProgress?: (progress: CertificationProgress) => void;
  now: () => Date;
}

/** What happens while it runs; `index` counts from 1. */
export type CertificationProgress = { readonly index: number; readonly of: number } & (
  | { readonly kind: 'CASE_STARTED'; readonly id: string; readonly title: string }
  | { readonly kind: 'CASE_ENDED'; readonly result: CaseResult }
);

const usualCaseTimeLimit = 120_000;

/** Messages that are kept of one case: a case under load sends hundreds, and the first of them say enough. */
const mostExchanges = 100;

/** Milliseconds that a case gets to end by itself once it is told to. */
const grace = 1_000;

/** Tries the cases one after another. Whatever a case does, the others are tried, and there is a result. */
export async function runCertification(run: CertificationRun): Promise<CertificationResult> {
  const { profile, plans, product, now } = run;
  const startedAt = now().toISOString();
  const load = new LoadSessions(run.load);
  const cases = run.cases.filter(({ plan }) => plans.includes(plan));
  const results: CaseResult[] = [];
  for (const [place, certificationCase] of cases.entries()) {
    const { id, title } = certificationCase;
    const progress = { index: place + 1, of: cases.length };
    run.onProgress?.({ ...progress, kind: 'CASE_STARTED', id, title });
    const result = await tryCase(certificationCase, { run, load, results });
    results.push(result);
    run.onProgress?.({ ...progress, kind: 'CASE_ENDED', result });
  }
  return {
    product,
    startedAt,
    endedAt: now().toISOString(),
    issuer: { issuerId: profile.issuerId, url: (profile.issuerGateway ?? profile.d1)?.url ?? '' },
    plans,
    verdict: verdictOf(results),
    leftOut: run.leftOut ?? [],
    cases: results,
    ratios: load.ratios(),
    load: load.figures(),
  };
}

async function tryCase(
  certificationCase: CertificationCase,
  { run, load, results }: { run: CertificationRun; load: LoadSessions; results: readonly CaseResult[] },
): Promise<CaseResult> {
  const { id, title, plan, level, reason, needs = [] } = certificationCase;
  const exchanges: RecordedExchange[] = [];
  const begun = performance.now();
  const notPassed = needs.find(need => results.some(past => past.id === need && past.outcome !== 'PASSED'));
  const outcome = notPassed
    ? { notApplicable: `${notPassed} has to pass first.` }
    : await runWithin(run.caseTimeLimit ?? usualCaseTimeLimit, signal =>
        certificationCase.run({
          profile: run.profile,
          record: exchange => {
            if (exchanges.length < mostExchanges) exchanges.push(exchange);
          },
          load,
          signal,
        }),
      );
  const notApplicable = isNotApplicable(outcome) ? outcome.notApplicable : null;
  const findings = isNotApplicable(outcome) ? [] : outcome;
  return {
    ...{ id, title, plan, level, reason, findings, notApplicable, exchanges },
    outcome: notApplicable !== null ? 'NOT_APPLICABLE' : findings.length === 0 ? 'PASSED' : 'FAILED',
    durationMs: Math.round(performance.now() - begun),
  };
}

type Outcome = readonly Finding[] | NotApplicable;

/** A case that hangs is left behind; one that crashes tells how. */
async function runWithin(
  milliseconds: number,
  attempt: (signal: CertificationMeans['signal']) => Promise<Outcome>,
): Promise<Outcome> {
  const end = new AbortController();
  const late = new AbortController();
  const timer = setTimeout(() => end.abort(), milliseconds);
  const hung = pause(milliseconds + grace, undefined, { signal: late.signal }).then(
    () => [didNotEnd(milliseconds)],
    () => [],
  );
  const ended = attempt(end.signal).catch((error: unknown) => [
    error instanceof DefectFound
      ? error.finding
      : end.signal.aborted
        ? didNotEnd(milliseconds)
        : didCrash(error),
  ]);
  try {
    return await Promise.race([ended, hung]);
  } finally {
    clearTimeout(timer);
    late.abort();
  }
}

function didNotEnd(milliseconds: number): Finding {
  return {
    defect: 'case-did-not-end',
    wrong: `The case did not come to an end within ${milliseconds / 1_000} s.`,
    mend: 'Look at the messages of the case for the last one: what the issuer does with it takes too long.',
  };
}

function didCrash(error: unknown): Finding {
  const message = error instanceof Error ? error.message : String(error);
  return {
    defect: 'case-crashed',
    wrong: `The case could not be tried: ${scrubPans(message)}`,
    mend: 'Look at the profile and at the messages of the case. If both are right, the mistake is in the certification run: report it.',
  };
}

/** Without a case that was tried nothing is proven. */
function verdictOf(results: readonly CaseResult[]): CertificationVerdict {
  const binding = results.filter(({ level }) => level !== 'optional');
  const tried = binding.some(({ outcome }) => outcome !== 'NOT_APPLICABLE');
  return tried && !binding.some(({ outcome }) => outcome === 'FAILED') ? 'PASSED' : 'FAILED';
}
