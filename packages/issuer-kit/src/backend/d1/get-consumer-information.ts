import type { ConsumerInfo } from '@countermark/wire/d1/data/consumer-info';
import { getConsumerInformation as operation } from '@countermark/wire/d1/outbound/get-consumer-information';
import {
  type D1Call,
  type D1Handler,
  type ServedD1Operation,
  serveD1Operation,
} from './serve-d1-operation.ts';

export interface GetConsumerInformationCall extends D1Call {
  consumerId: string;
  /** Sent to issuers that keep such data with the card. */
  cardId: string | undefined;
}

/** Who is this consumer, whose data D1 does not store (Outbound Consumer API)? */
export type GetConsumerInformation = D1Handler<GetConsumerInformationCall, ConsumerInfo>;

export function serveGetConsumerInformation(handler: GetConsumerInformation): ServedD1Operation {
  return serveD1Operation(operation, ({ parameters, query }, { call }) =>
    handler({ ...call, consumerId: parameters.consumerId, cardId: query.cardId }),
  );
}
