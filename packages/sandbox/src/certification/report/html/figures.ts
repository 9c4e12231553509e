import type { CertificationResult, LoadFigures, Ratio, SuccessRatios } from '../../certification-result.ts';
import { type Markup, markup } from '../markup.ts';

/** What wallets ask about at launch, and how the backend fared under load; `null` where no session was played. */
export function figures({ ratios, load }: CertificationResult): Markup | null {
  if (ratios === null || load === null) return null;
  return markup`<section>
<h2>Success and speed</h2>
<p class="lead">${load.sessions} whole enrolments, ${load.concurrency} at a time, of test cards that should end in a token ready to pay. Wallets ask for these figures before they let an issuer's cards in.</p>
<dl class="figures">
${ratio('All enrolments', ratios.sessions)}
${ratio('Approved at once', ratios.greenPath)}
${ratio('After step-up', ratios.yellowPath)}
${stepUp(ratios.stepUpMethods)}
${speed(load)}
</dl>
</section>`;
}

function ratio(name: string, { played, succeeded, ratio: share }: Ratio): Markup {
  const tone = succeeded < played ? 'failed' : 'passed';
  const value = share === null ? 'none played' : `${Number((share * 100).toFixed(1))} %`;
  return figure(name, { value, note: share === null ? '' : `${succeeded} of ${played}`, tone });
}

function stepUp(methods: SuccessRatios['stepUpMethods']): Markup {
  if (methods === null) {
    return figure('Step-up methods', {
      value: 'none',
      note: 'No session asked for step-up.',
      tone: 'passed',
    });
  }
  const { fewest, most, types } = methods;
  const value = fewest === most ? String(most) : `${fewest} to ${most}`;
  return figure('Step-up methods to choose from', { value, note: types.join(', '), tone: 'passed' });
}

function speed({ p50, p99, failures }: LoadFigures): readonly Markup[] {
  const failed = `${failures} ${failures === 1 ? 'session' : 'sessions'} failed`;
  return [
    figure('Half of all answers within', { value: `${p50} ms`, note: 'p50', tone: 'passed' }),
    figure('99 of 100 answers within', {
      value: `${p99} ms`,
      note: failures === 0 ? 'p99' : `p99; ${failed}`,
      tone: 'passed',
    }),
  ];
}

function figure(
  name: string,
  { value, note, tone }: { value: string; note: string; tone: 'passed' | 'failed' },
): Markup {
  return markup`<div class="${tone}"><dt>${name}</dt><dd class="value">${value}</dd><dd class="note">${note}</dd></div>`;
}
