import type { CertificationCase } from '../../certification-case.ts';
import { cardCredentialsCases } from './card-credentials.ts';
import { clickToPayCases } from './click-to-pay.ts';
import { consumerCases } from './consumers.ts';
import { headerCases } from './headers.ts';
import { noticeCases } from './notices.ts';
import { oauth2Cases } from './oauth2.ts';
import { oneTimePasswordCases } from './one-time-passwords.ts';
import { physicalCardCases } from './physical-cards.ts';
import { tlsCases } from './tls.ts';
import { verifyCardCases } from './verify-card.ts';

/** All that is tried on issuers that speak D1, Click to Pay among it, in the order in which it is tried. */
export const d1Cases: readonly CertificationCase[] = [
  ...tlsCases,
  ...headerCases,
  ...oauth2Cases,
  ...noticeCases,
  ...verifyCardCases,
  ...cardCredentialsCases,
  ...consumerCases,
  ...oneTimePasswordCases,
  ...physicalCardCases,
  ...clickToPayCases,
];
