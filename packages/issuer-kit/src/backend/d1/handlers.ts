import type { JsonWebKey } from 'node:crypto';
import type { JweRecipient } from '@countermark/wire/envelope/jwe';
import { readP256PublicKey } from '@countermark/wire/envelope/p256-keys';
import type { JweKeys } from '../../keys/jwe-keys.ts';
import type { ClientCredentials } from './access-tokens.ts';
import { type ActivatePhysicalCard, serveActivatePhysicalCard } from './activate-physical-card.ts';
import { type DeliverOtp, serveDeliverOtp } from './deliver-otp.ts';
import { type GetCardCredentials, serveGetCardCredentials } from './get-card-credentials.ts';
import { type GetConsumerInformation, serveGetConsumerInformation } from './get-consumer-information.ts';
import {
  type NotifyCardOperations,
  type NotifyCardOperationV1,
  type NotifyConsumerOperations,
  type NotifyDigitalCardOperation,
  serveNotifyCardOperations,
  serveNotifyCardOperationV1,
  serveNotifyConsumerOperations,
  serveNotifyDigitalCardOperation,
} from './notify-operations.ts';
import type { ServedD1Operation } from './serve-d1-operation.ts';
import { serveVerifyCard, type VerifyCard } from './verify-card.ts';

/** What D1 calls at an issuer (D1 outbound APIs). An operation that is left out is answered with HTTP 404. */
export interface D1Handlers {
  getConsumerInformation?: GetConsumerInformation;
  deliverOtp?: DeliverOtp;
  notifyConsumerOperations?: NotifyConsumerOperations;
  notifyCardOperations?: NotifyCardOperations;
  notifyCardOperationV1?: NotifyCardOperationV1;
  notifyDigitalCardOperation?: NotifyDigitalCardOperation;
  /** Needs `keys`. */
  verifyCard?: VerifyCard;
  /** Needs `hubKey`. */
  getCardCredentials?: GetCardCredentials;
  activatePhysicalCard?: ActivatePhysicalCard;
}

/** An issuer that speaks D1: its keys, its door, its handlers. */
export interface D1Options extends D1Handlers {
  /**
   * What the hub asks for access tokens with; several while it changes from one to the next. Null: its calls need no token,
   * because its client certificate is enough.
   */
  credentials: readonly ClientCredentials[] | null;
  /** What the hub seals card data for. */
  keys?: JweKeys;
  /** What card data is sealed for: the hub's public key, PEM or JWK, of the curve P-256. */
  hubKey?: { keyIdentifier: string; publicKey: string | JsonWebKey };
}

/** The operations that have a handler. @throws TypeError when one lacks the key that it needs */
export function serveD1(options: D1Options): ServedD1Operation[] {
  const { getConsumerInformation, deliverOtp, activatePhysicalCard } = options;
  return [
    ...serveNotices(options),
    ...serveCardData(options),
    ...(getConsumerInformation ? [serveGetConsumerInformation(getConsumerInformation.bind(options))] : []),
    ...(deliverOtp ? [serveDeliverOtp(deliverOtp.bind(options))] : []),
    ...(activatePhysicalCard ? [serveActivatePhysicalCard(activatePhysicalCard.bind(options))] : []),
  ];
}

function serveNotices(options: D1Options): ServedD1Operation[] {
  const {
    notifyConsumerOperations: ofConsumers,
    notifyCardOperations: ofCards,
    notifyCardOperationV1: ofCardV1,
    notifyDigitalCardOperation: ofDigitalCard,
  } = options;
  return [
    ...(ofConsumers ? [serveNotifyConsumerOperations(ofConsumers.bind(options))] : []),
    ...(ofCards ? [serveNotifyCardOperations(ofCards.bind(options))] : []),
    ...(ofCardV1 ? [serveNotifyCardOperationV1(ofCardV1.bind(options))] : []),
    ...(ofDigitalCard ? [serveNotifyDigitalCardOperation(ofDigitalCard.bind(options))] : []),
  ];
}

function serveCardData(options: D1Options): ServedD1Operation[] {
  const { verifyCard, getCardCredentials, keys, hubKey } = options;
  return [
    ...(verifyCard ? [serveVerifyCard(verifyCard.bind(options), needed(keys, 'd1.verifyCard', 'keys'))] : []),
    ...(getCardCredentials
      ? [
          serveGetCardCredentials(
            getCardCredentials.bind(options),
            recipient(needed(hubKey, 'd1.getCardCredentials', 'hubKey')),
          ),
        ]
      : []),
  ];
}

function needed<Value>(value: Value | undefined, operation: string, name: string): Value {
  if (value === undefined) throw new TypeError(`${operation} deals in card data: give d1.${name}.`);
  return value;
}

function recipient({ keyIdentifier, publicKey }: NonNullable<D1Options['hubKey']>): JweRecipient {
  return { keyIdentifier, publicKey: readP256PublicKey(publicKey) };
}
