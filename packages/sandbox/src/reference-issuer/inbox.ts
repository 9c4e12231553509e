import { Recent } from './recent.ts';

/** A one-time password as the cardholder sees it on the phone or in the mailbox. */
export type DeliveredCode = Delivery & (ToCard | ToConsumer);

interface Delivery {
  issuerId: string;
  /** The enrolment it came for. */
  correlationId: string;
  /** Its kind: `cell_phone` or `email`. */
  type: string;
  otpValue: string;
  /** ISO 8601, UTC. */
  deliveredAt: string;
  /** Until when the code is accepted, as the hub said; null when it did not. */
  expirationDate: string | null;
}

/** As the Issuer Gateway API says for whom a code is. */
interface ToCard {
  issuerCardRefId: string;
  /** `id` of the chosen ID&V method. */
  otpMethodId: string;
}

/** As the D1 API does. */
interface ToConsumer {
  consumerId: string;
  panLast4: string;
}

const capacity = 10_000;

/** The cardholders' phones and mailboxes. In memory only: a code outlives neither the issuer nor its enrolment. */
export class Inbox {
  readonly #codes = new Recent<DeliveredCode>(capacity);

  deliver(code: DeliveredCode): void {
    this.#codes.add(code);
  }

  /** The codes of an enrolment, oldest first. */
  ofCorrelation(correlationId: string): DeliveredCode[] {
    return this.#codes.where(code => code.correlationId === correlationId);
  }
}
