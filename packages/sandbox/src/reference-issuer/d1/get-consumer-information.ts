import { getConsumerInformation as operation } from '@countermark/wire/d1/outbound/get-consumer-information';
import { answer, refuse, serveD1Operation } from './serve-d1-operation.ts';
import { consumerOf } from './test-consumers.ts';

/** Who is this consumer? */
export const getConsumerInformation = serveD1Operation(operation, async ({ parameters }) => {
  const known = consumerOf(parameters.consumerId);
  switch (known.kind) {
    case 'KNOWN':
      return answer(known.consumer);
    case 'UNKNOWN':
      return refuse(404, 'consumerId');
    case 'CLOSED':
      return refuse(403, 'consumerId');
  }
});
