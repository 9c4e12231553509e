import { apiGuidelinesParts } from './api-guidelines.ts';
import { certificationParts } from './certification.ts';
import { d1ApiParts } from './d1-api.ts';
import { d1CardsParts } from './d1-cards.ts';
import { decisionTable } from './decisions.ts';
import { deviceBindingParts } from './device-binding.ts';
import { encryptionParts } from './encryption.ts';
import { issuerGatewayParts } from './issuer-gateway.ts';
import { renderIssuerKitApi } from './issuer-kit-api.ts';
import { renderLlms } from './llms.ts';
import { withGeneratedParts } from './markdown.ts';
import { renderScenarios } from './scenarios.ts';
import { renderTokenStates } from './token-states.ts';

/** A page that the code knows, whole or in parts. */
export interface GeneratedPage {
  /** Where it is, as seen from `docs`. */
  file: string;
  /** @param written the page as it is now; kept where only parts of it are generated */
  render: (written: string) => string;
}

/** Every page that `npm run docs` writes. */
export const generatedPages: readonly GeneratedPage[] = [
  { file: 'token-states.md', render: renderTokenStates },
  { file: 'scenarios.md', render: renderScenarios },
  { file: 'certification.md', render: written => withGeneratedParts(written, certificationParts()) },
  { file: 'README.md', render: written => withGeneratedParts(written, { decisions: decisionTable() }) },
  {
    file: 'device-binding.md',
    render: written => withGeneratedParts(written, deviceBindingParts()),
  },
  { file: 'd1-api.md', render: written => withGeneratedParts(written, d1ApiParts()) },
  { file: 'd1-cards.md', render: written => withGeneratedParts(written, d1CardsParts()) },
  { file: 'api-guidelines.md', render: written => withGeneratedParts(written, apiGuidelinesParts()) },
  { file: 'encryption.md', render: written => withGeneratedParts(written, encryptionParts()) },
  { file: 'issuer-gateway.md', render: written => withGeneratedParts(written, issuerGatewayParts()) },
  { file: '../llms.txt', render: renderLlms },
  { file: '../packages/issuer-kit/api.md', render: renderIssuerKitApi },
];
