import type { CertificationResult } from '../certification-result.ts';
import { caseTable } from './html/case-table.ts';
import { coin } from './html/coin.ts';
import { faults } from './html/faults.ts';
import { figures } from './html/figures.ts';
import { overview } from './html/overview.ts';
import { style } from './html/style.ts';
import { verdict } from './html/verdict.ts';
import { legibleAll } from './legible.ts';
import { Markup, markup } from './markup.ts';

/** The signed report that a page shows. */
export interface SignedReport {
  /** Name of the JSON file. */
  file: string;
  /** Of its bytes, in hexadecimal digits. */
  sha256: string;
  /** Of the key that signed it. */
  keyIdentifier: string;
}

/**
 * The report as one page for people: no script, nothing from the network, for screens of every width and for paper.
 *
 * @param signed what the page says of the report that can be checked; the page itself is not signed
 */
export function htmlReport(result: CertificationResult, signed: SignedReport): string {
  const shown = legibleAll(result);
  const title = `Certification of ${shown.issuer.issuerId}: ${shown.verdict.toLowerCase()}`;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<main>
<header class="masthead">${coin('BRAND')}<strong>${shown.product.name}</strong><span>Certification of an issuer backend</span></header>
${verdict(shown)}
${figures(shown)}
${overview(shown)}
${faults(shown)}
${caseTable(shown)}
${aboutThePage(signed)}
</main>
</body>
</html>
`.text;
}

function aboutThePage({ file, sha256, keyIdentifier }: SignedReport): Markup {
  return markup`<footer>
<p>This page shows <code>${file}</code>, which is signed; the page is not. SHA-256 of that file: <code>${sha256}</code>. Key identifier of its signature: <code>${keyIdentifier}</code>.</p>
<p>To check it: <code>countermark certify verify ${file}</code></p>
</footer>`;
}
