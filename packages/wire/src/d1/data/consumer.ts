import Type from 'typebox';
import { instant } from '../../issuer-gateway/data/element.ts';
import { ConsumerId } from '../identifiers.ts';
import { ConsumerInfo } from './consumer-info.ts';
import { listedValue } from './element.ts';

export const consumerStates = ['ACTIVE', 'DELETED'] as const;
export type ConsumerState = (typeof consumerStates)[number];

/** A consumer as the issuer is shown them. */
export const Consumer = Type.Object({
  consumerId: ConsumerId,
  state: listedValue(consumerStates, 'State of the consumer.'),
  personalInformation: Type.Optional(ConsumerInfo),
  creationTime: instant('When they were registered.'),
  lastUpdateTime: instant('When they changed last.'),
});

export type Consumer = Type.Static<typeof Consumer>;
