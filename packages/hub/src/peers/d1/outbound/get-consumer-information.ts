import { getConsumerInformation as operation } from '@countermark/wire/d1/outbound/get-consumer-information';
import type { D1Backend } from '../../../ports/d1-backend.ts';
import { ask, type D1Outbound } from './call-issuer.ts';

/** Asks what the issuer knows of a consumer; the card is named to issuers that want it (Outbound Consumer API). */
export function getConsumerInformation(outbound: D1Outbound): D1Backend['getConsumerInformation'] {
  return (call, { consumerId, cardId }) => {
    const { issuerId, settings } = call.issuer;
    const namesCard = cardId !== null && settings.d1?.sendsCardIdForConsumer;
    return ask(outbound, call, {
      operation,
      api: 'consumers',
      parameters: { issuerId, consumerId },
      query: namesCard ? { cardId } : {},
    });
  };
}
