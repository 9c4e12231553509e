import type { CertificationResult } from '../../certification-result.ts';
import { type Markup, markup } from '../markup.ts';
import { planNames } from '../words.ts';
import { coin } from './coin.ts';
import { durationInWords, instantInWords } from './times.ts';

/** What it came to, who was certified, and when. */
export function verdict(result: CertificationResult): Markup {
  const { issuer, product, plans, startedAt, endedAt } = result;
  const took = durationInWords(Date.parse(endedAt) - Date.parse(startedAt));
  return markup`<section class="verdict ${result.verdict.toLowerCase()}">
<header>${coin(result.verdict)}<div><h1>${titleOf(result)}</h1><p>${inASentence(result)}</p></div></header>
<dl class="facts">
${fact('Issuer', issuer.issuerId)}
<div class="wide"><dt>Backend</dt><dd>${issuer.url}</dd></div>
${fact('Certified for', plans.map(plan => planNames[plan]).join('\n'))}
${fact('When', `${instantInWords(startedAt)}\nin ${took}`)}
${fact('Certified by', `${product.name} ${product.version}`)}
</dl>
</section>`;
}

function fact(name: string, value: string): Markup {
  return markup`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

function titleOf({ verdict: outcome, leftOut }: CertificationResult): string {
  if (outcome === 'FAILED') return 'Not passed';
  return leftOut.length > 0 ? 'Passed in part' : 'Passed';
}

function inASentence(result: CertificationResult): string {
  const { leftOut } = result;
  if (leftOut.length === 0) return ofCases(result);
  const [cases, were] = leftOut.length === 1 ? ['case', 'was'] : ['cases', 'were'];
  return `${ofCases(result)} ${leftOut.length} ${cases} of these plans ${were} left out by choice: this certifies a part only.`;
}

function ofCases({ verdict: outcome, cases, leftOut }: CertificationResult): string {
  const failed = cases.filter(result => result.outcome === 'FAILED');
  const binding = failed.filter(({ level }) => level !== 'optional').length;
  const optional = failed.length - binding;
  if (binding > 0) {
    const [cases, have] = binding === 1 ? ['case', 'has'] : ['cases', 'have'];
    return `${binding} binding ${cases} failed and ${have} to be mended. What to change is said below.`;
  }
  if (outcome === 'FAILED') return 'No binding case could be tried, so nothing is proven.';
  const beside = ` ${optional} optional ${optional === 1 ? 'case' : 'cases'} failed, which does not count against it.`;
  const all =
    leftOut.length > 0
      ? 'all that was tried and is binding'
      : 'all that is binding for an issuer of these plans';
  return `The backend does ${all}.${optional > 0 ? beside : ''}`;
}
