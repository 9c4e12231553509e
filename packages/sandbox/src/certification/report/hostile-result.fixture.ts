import type { CertificationResult } from '../certification-result.ts';
import { caseResult, certificationResult, exchange, failedCase } from './certification-result.fixture.ts';

/** A card number that no report may show in full. */
export const secretPan = '4111111111111111';

/** What an issuer might say to break a page, a build server or a terminal. */
export const hostileTexts = [
  '<script>document.title = "broken in"</script>',
  '"><img src=x onerror="document.title=\'broken in\'">',
  '</style></pre></details><h1>Passed</h1>',
  ']]></failure></testcase><testcase name="made up"/>',
  '<!-- & &amp; &#0; &nbsp; <?xml version="1.0"?> <!DOCTYPE x [<!ENTITY a "b">]>',
  '\u001b[2J\u001b]0;gone\u0007\u0000\u0008\u009b31m',
  '\u202egnorw si gnihton\u2066',
  '\ud800 \uffff \ufffe',
  `${secretPan} and ${secretPan.replace(/(.{4})(?=.)/g, '$1 ')}`,
] as const;

const all = hostileTexts.join('\n');

/** A run of which every text is hostile, and one answer is huge. */
export const hostileResult: CertificationResult = certificationResult({
  issuer: { issuerId: 'NORDBANK01', url: `https://${all}` },
  cases: [
    failedCase({
      title: all,
      reason: all,
      findings: [{ defect: all, wrong: all, mend: all }],
      exchanges: [
        exchange({ operation: all, correlationId: all, response: { [all]: all, list: hostileTexts } }),
        exchange({ failure: all, status: null, response: 'x'.repeat(5_000_000) }),
        ...Array.from({ length: 500 }, () => exchange({ response: all })),
      ],
    }),
    failedCase({ id: 'IG-ENV-03', level: 'optional', findings: [{ defect: all, wrong: all, mend: all }] }),
    caseResult({ id: 'IG-ENV-04', outcome: 'NOT_APPLICABLE', notApplicable: all }),
  ],
});
