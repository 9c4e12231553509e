import type { IdvMethod } from '@countermark/wire/issuer-gateway/data/idv-method';
import type { OtpChallenge } from './one-time-password.ts';

/** What verifying a cardholder reads and keeps of the session it happens in: an enrolment or a device binding. */
export interface IdvSession {
  issuerId: string;
  virtualCardId: string | null;
  idvMethods: IdvMethod[];
  challenge: OtpChallenge | null;
  /** Milliseconds spent waiting for the issuer so far. */
  issuerWait: number;
  updatedAt: Date;
}
