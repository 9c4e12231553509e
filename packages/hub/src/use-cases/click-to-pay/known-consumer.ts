import type { ConsumerInfo } from '@countermark/wire/d1/data/consumer-info';
import type { Card } from '../../core/card.ts';
import type { ClickToPayFailure } from '../../core/click-to-pay.ts';
import type { Consumer } from '../../core/consumer.ts';
import type { Hub } from '../../ports/hub.ts';

/** What is known of a consumer, by the hub or by their issuer. */
export type KnownConsumer =
  | { status: 'KNOWN'; info: ConsumerInfo }
  | { status: 'REJECTED'; failure: ClickToPayFailure }
  | { status: 'UNAVAILABLE'; of: 'ISSUER' };

/** Milliseconds that the issuer has to answer. */
const patience = 10_000;

/** Asks the issuer about a consumer; `correlationId` is that of everything done for the request. */
export async function askIssuer(
  { store, d1Backend }: Pick<Hub, 'store' | 'd1Backend'>,
  about: { consumer: Consumer; card: Card; correlationId: string },
): Promise<KnownConsumer> {
  const { consumer, card, correlationId } = about;
  const issuer = await store.issuers.find(consumer.issuerId);
  if (!issuer?.settings.d1) return { status: 'KNOWN', info: {} };
  const answer = await d1Backend.getConsumerInformation(
    { issuer, correlationId, budget: patience },
    { consumerId: consumer.consumerId, cardId: card.issuerCardRefId },
  );
  switch (answer.kind) {
    case 'ANSWERED':
      return { status: 'KNOWN', info: answer.message };
    case 'REFUSED':
      return { status: 'REJECTED', failure: { errorCode: 'ISSUER_REFUSED', error: answer.errorCode } };
    case 'FAILED':
      return { status: 'UNAVAILABLE', of: 'ISSUER' };
  }
}
