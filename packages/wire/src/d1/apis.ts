import type { D1Api } from './api.ts';
import { activateCard as activateCardV1 } from './card-v1/activate-card.ts';
import { deleteCard as deleteCardV1 } from './card-v1/delete-card.ts';
import { getCardDetails as getCardDetailsV1 } from './card-v1/get-card-details.ts';
import { getCardOperation as getCardOperationV1 } from './card-v1/get-card-operation.ts';
import { listCardOperations as listCardOperationsV1 } from './card-v1/list-card-operations.ts';
import { renewCard as renewCardV1 } from './card-v1/renew-card.ts';
import { replaceCard as replaceCardV1 } from './card-v1/replace-card.ts';
import { resumeCard as resumeCardV1 } from './card-v1/resume-card.ts';
import { suspendCard as suspendCardV1 } from './card-v1/suspend-card.ts';
import { activateCard } from './card-v2/activate-card.ts';
import { createCard } from './card-v2/create-card.ts';
import { deleteCard } from './card-v2/delete-card.ts';
import { getCardDetails } from './card-v2/get-card-details.ts';
import { getCardOperation } from './card-v2/get-card-operation.ts';
import { listCardOperations } from './card-v2/list-card-operations.ts';
import { registerCard } from './card-v2/register-card.ts';
import { renewCard } from './card-v2/renew-card.ts';
import { replaceCard } from './card-v2/replace-card.ts';
import { resumeCard } from './card-v2/resume-card.ts';
import { suspendCard } from './card-v2/suspend-card.ts';
import { enrolCard } from './click-to-pay-v1/enrol-card.ts';
import { getProfiles } from './click-to-pay-v1/get-profiles.ts';
import { optOutCard } from './click-to-pay-v1/opt-out-card.ts';
import { optOutConsumer } from './click-to-pay-v1/opt-out-consumer.ts';
import { updateCard as updateClickToPayCard } from './click-to-pay-v1/update-card.ts';
import { updateConsumer as updateClickToPayConsumer } from './click-to-pay-v1/update-consumer.ts';
import { deleteConsumer as deleteConsumerV1 } from './consumer-v1/delete-consumer.ts';
import { registerConsumer as registerConsumerV1 } from './consumer-v1/register-consumer.ts';
import { registerConsumerWithCards } from './consumer-v1/register-consumer-with-cards.ts';
import { deleteConsumer } from './consumer-v2/delete-consumer.ts';
import { getConsumer } from './consumer-v2/get-consumer.ts';
import { getConsumerOperation } from './consumer-v2/get-consumer-operation.ts';
import { listConsumerCards } from './consumer-v2/list-consumer-cards.ts';
import { listConsumerOperations } from './consumer-v2/list-consumer-operations.ts';
import { registerConsumer } from './consumer-v2/register-consumer.ts';
import { updateConsumer } from './consumer-v2/update-consumer.ts';
import { deleteDigitalCard } from './digital-card-v1/delete-digital-card.ts';
import { getDigitalCard } from './digital-card-v1/get-digital-card.ts';
import { getDigitalCardOperation } from './digital-card-v1/get-digital-card-operation.ts';
import { listDigitalCards } from './digital-card-v1/list-digital-cards.ts';
import { resumeDigitalCard } from './digital-card-v1/resume-digital-card.ts';
import { suspendDigitalCard } from './digital-card-v1/suspend-digital-card.ts';
import { getToken } from './oauth2/get-token.ts';
import { type D1Operation, qualifiedName } from './operation.ts';
import { activatePhysicalCard } from './outbound/activate-physical-card.ts';
import { outboundBasePaths } from './outbound/base-paths.ts';
import { deliverOtp } from './outbound/deliver-otp.ts';
import { getCardCredentials } from './outbound/get-card-credentials.ts';
import { getConsumerInformation } from './outbound/get-consumer-information.ts';
import { getToken as getTokenOfIssuer } from './outbound/get-token.ts';
import { notifyCardOperationV1 } from './outbound/notify-card-operation-v1.ts';
import { notifyCardOperations } from './outbound/notify-card-operations.ts';
import { notifyConsumerOperations } from './outbound/notify-consumer-operations.ts';
import { notifyDigitalCardOperation } from './outbound/notify-digital-card-operation.ts';
import { verifyCard } from './outbound/verify-card.ts';

/** One API of the family: its operations in the order of the documentation. */
export interface D1ApiDescription {
  readonly api: D1Api;
  readonly title: string;
  readonly version: string;
  /** Path below which all or most of its operations are. Outbound, each issuer may set another. */
  readonly basePath: string;
  readonly operations: readonly D1Operation[];
}

/** What issuers call. */
export const inboundApis: readonly D1ApiDescription[] = [
  {
    api: 'D1-Public-IN-v1-Auth2',
    title: 'Inbound OAuth2 API',
    version: '1.0',
    basePath: '/authz/v1',
    operations: [getToken],
  },
  {
    api: 'D1-Public-IN-v2-Consumer',
    title: 'D1 Inbound Consumer API',
    version: '2.0',
    basePath: '/banking/v2',
    operations: [
      registerConsumer,
      updateConsumer,
      deleteConsumer,
      getConsumer,
      listConsumerCards,
      getConsumerOperation,
      listConsumerOperations,
    ],
  },
  {
    api: 'D1-Public-IN-v1-Consumer',
    title: 'Inbound Consumer API',
    version: '1.0',
    basePath: '/banking/v1',
    operations: [registerConsumerV1, registerConsumerWithCards, deleteConsumerV1],
  },
  {
    api: 'D1-Public-IN-v2-Card',
    title: 'D1 Inbound Card API',
    version: '2.0',
    basePath: '/banking/v2',
    operations: [
      createCard,
      registerCard,
      renewCard,
      replaceCard,
      getCardDetails,
      suspendCard,
      resumeCard,
      deleteCard,
      activateCard,
      getCardOperation,
      listCardOperations,
    ],
  },
  {
    api: 'D1-Public-IN-v1-Card',
    title: 'Inbound Card API',
    version: '1.0',
    basePath: '/banking/v1',
    operations: [
      getCardDetailsV1,
      suspendCardV1,
      resumeCardV1,
      deleteCardV1,
      activateCardV1,
      renewCardV1,
      replaceCardV1,
      listCardOperationsV1,
      getCardOperationV1,
    ],
  },
  {
    api: 'D1-Public-IN-v1-DigitalCard',
    title: 'Inbound Digital Card API',
    version: '1.0',
    basePath: '/banking/v1',
    operations: [
      suspendDigitalCard,
      resumeDigitalCard,
      deleteDigitalCard,
      getDigitalCard,
      getDigitalCardOperation,
      listDigitalCards,
    ],
  },
  {
    api: 'D1-Public-IN-v1-ClickToPay',
    title: 'Inbound Click to Pay Card API',
    version: '1.0',
    basePath: '/banking/v1',
    operations: [
      enrolCard,
      updateClickToPayCard,
      updateClickToPayConsumer,
      optOutCard,
      optOutConsumer,
      getProfiles,
    ],
  },
];

/** What D1 calls at the issuer. */
export const outboundApis: readonly D1ApiDescription[] = [
  {
    api: 'D1-Public-OUT-v1-Auth2',
    title: 'Outbound OAuth2 API',
    version: '1.0',
    basePath: outboundBasePaths.authorisation,
    operations: [getTokenOfIssuer],
  },
  {
    api: 'D1-Public-OUT-v1-Consumer',
    title: 'D1 Services API - BankBackend API',
    version: '1.0',
    basePath: outboundBasePaths.consumers,
    operations: [getConsumerInformation, deliverOtp, notifyConsumerOperations],
  },
  {
    api: 'D1-Public-OUT-v2-Card',
    title: 'Outbound Card API',
    version: '2.0',
    basePath: outboundBasePaths.cardNotifications,
    operations: [notifyCardOperations],
  },
  {
    api: 'D1-Public-OUT-v1-Card',
    title: 'Outbound Card API',
    version: '1.0',
    basePath: outboundBasePaths.cms,
    operations: [notifyCardOperationV1, verifyCard, getCardCredentials, activatePhysicalCard],
  },
  {
    api: 'D1-Public-OUT-v1-DigitalCard',
    title: 'Outbound Digital Card API',
    version: '1.0',
    basePath: outboundBasePaths.digitalCardNotifications,
    operations: [notifyDigitalCardOperation],
  },
];

export const inboundOperations: readonly D1Operation[] = operationsOf(inboundApis);
export const outboundOperations: readonly D1Operation[] = operationsOf(outboundApis);

/** The operation of this `qualifiedName`, in either direction; `undefined` when there is none. Case counts. */
export function operationNamed(name: string): D1Operation | undefined {
  return [...inboundOperations, ...outboundOperations].find(operation => qualifiedName(operation) === name);
}

function operationsOf(apis: readonly D1ApiDescription[]): readonly D1Operation[] {
  return apis.flatMap(({ operations }) => operations);
}
