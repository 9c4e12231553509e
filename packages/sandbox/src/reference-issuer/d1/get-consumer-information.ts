import { D1CallRefusal, type GetConsumerInformation } from '@countermark/issuer-kit';
import { consumerOf } from './test-consumers.ts';

/** Who is this consumer? */
export const getConsumerInformation: GetConsumerInformation = ({ consumerId }) => {
  const known = consumerOf(consumerId);
  switch (known.kind) {
    case 'KNOWN':
      return known.consumer;
    case 'UNKNOWN':
      return new D1CallRefusal(404, 'consumerId');
    case 'CLOSED':
      return new D1CallRefusal(403, 'consumerId');
  }
};
