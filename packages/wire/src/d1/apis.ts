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
import { type D1Operation, qualifiedName } from './operation.ts';

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
];

/** What D1 calls at the issuer. */
export const outboundApis: readonly D1ApiDescription[] = [];

export const inboundOperations: readonly D1Operation[] = operationsOf(inboundApis);
export const outboundOperations: readonly D1Operation[] = operationsOf(outboundApis);

/** The operation of this `qualifiedName`, in either direction; `undefined` when there is none. Case counts. */
export function operationNamed(name: string): D1Operation | undefined {
  return [...inboundOperations, ...outboundOperations].find(operation => qualifiedName(operation) === name);
}

function operationsOf(apis: readonly D1ApiDescription[]): readonly D1Operation[] {
  return apis.flatMap(({ operations }) => operations);
}
