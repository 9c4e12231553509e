import type { Finding } from '@countermark/wire/envelope/doctor/finding';
import type { CaseResult, CertificationResult, RecordedExchange } from '../../certification-result.ts';
import { legible } from '../legible.ts';
import { type Markup, markup } from '../markup.ts';
import { levelNames, planNames } from '../words.ts';
import { durationInWords } from './times.ts';

/** Each case that failed: what is wrong, what to change, and the messages that show it; `null` where none did. */
export function faults({ cases }: CertificationResult): Markup | null {
  const failed = cases.filter(({ outcome }) => outcome === 'FAILED');
  if (failed.length === 0) return null;
  return markup`<section>
<h2>What to change</h2>
<p class="lead">Binding cases first. Messages are as the exchange log keeps them: card numbers, codes and keys are masked.</p>
${failed.toSorted((a, b) => weight(a) - weight(b)).map(fault)}
</section>`;
}

function weight({ level }: CaseResult): number {
  return level === 'optional' ? 1 : 0;
}

function fault({ id, title, plan, level, reason, findings, exchanges }: CaseResult): Markup {
  return markup`<article class="fault ${level}" id="${id}">
<header><span class="id">${id}</span><h3>${title}</h3><span class="quiet">${planNames[plan]}, ${levelNames[level]}</span></header>
${findings.map(found)}
<dl class="finding"><dt>Documented in</dt><dd>${reason}</dd></dl>
${exchanges.length === 0 ? null : messages(exchanges)}
</article>
`;
}

function found({ defect, wrong, mend }: Finding): Markup {
  return markup`<dl class="finding"><dt>What is wrong</dt><dd>${wrong}</dd><dt>What to change</dt><dd class="mend">${mend}</dd><dt></dt><dd><code>${defect}</code></dd></dl>
`;
}

/** A page of messages is as much as anybody reads; the JSON report has all of them. */
const mostShown = 12;

function messages(exchanges: readonly RecordedExchange[]): Markup {
  const more = exchanges.length - mostShown;
  const left = more > 0 ? markup`<p class="quiet">${more} more are in the JSON report.</p>` : null;
  return markup`<details open><summary>${exchanges.length === 1 ? 'The message' : `${exchanges.length} messages`} of this case</summary>
${exchanges.slice(0, mostShown).map(message)}${left}
</details>`;
}

function message({
  operation,
  correlationId,
  status,
  failure,
  durationMs,
  request,
  response,
}: RecordedExchange): Markup {
  const answer = failure ?? `HTTP ${status}`;
  return markup`<figure class="exchange">
<figcaption><strong>${operation}</strong><span>${answer}</span><span class="quiet">${durationInWords(durationMs)}</span>${correlationId === null ? null : markup`<span class="quiet">${correlationId}</span>`}</figcaption>
<div class="bodies"><div><h4>The hub sends</h4>${body(request)}</div><div><h4>The issuer answers</h4>${body(response)}</div></div>
</figure>
`;
}

function body(message: unknown): Markup {
  if (message === null || message === undefined) return markup`<pre class="quiet">no body</pre>`;
  return markup`<pre>${legible(JSON.stringify(message, null, 2))}</pre>`;
}
