import { activateCard as activateCardV1 } from '@countermark/wire/d1/card-v1/activate-card';
import { deleteCard as deleteCardV1 } from '@countermark/wire/d1/card-v1/delete-card';
import { getCardDetails as getCardDetailsV1 } from '@countermark/wire/d1/card-v1/get-card-details';
import { getCardOperation as getCardOperationV1 } from '@countermark/wire/d1/card-v1/get-card-operation';
import { listCardOperations as listCardOperationsV1 } from '@countermark/wire/d1/card-v1/list-card-operations';
import { renewCard as renewCardV1 } from '@countermark/wire/d1/card-v1/renew-card';
import { replaceCard as replaceCardV1 } from '@countermark/wire/d1/card-v1/replace-card';
import { resumeCard as resumeCardV1 } from '@countermark/wire/d1/card-v1/resume-card';
import { suspendCard as suspendCardV1 } from '@countermark/wire/d1/card-v1/suspend-card';
import { activateCard } from '@countermark/wire/d1/card-v2/activate-card';
import { createCard } from '@countermark/wire/d1/card-v2/create-card';
import { deleteCard } from '@countermark/wire/d1/card-v2/delete-card';
import { getCardDetails } from '@countermark/wire/d1/card-v2/get-card-details';
import { getCardOperation } from '@countermark/wire/d1/card-v2/get-card-operation';
import { listCardOperations } from '@countermark/wire/d1/card-v2/list-card-operations';
import { registerCard } from '@countermark/wire/d1/card-v2/register-card';
import { renewCard } from '@countermark/wire/d1/card-v2/renew-card';
import { replaceCard } from '@countermark/wire/d1/card-v2/replace-card';
import { resumeCard } from '@countermark/wire/d1/card-v2/resume-card';
import { suspendCard } from '@countermark/wire/d1/card-v2/suspend-card';
import { enrolCard } from '@countermark/wire/d1/click-to-pay-v1/enrol-card';
import { getProfiles } from '@countermark/wire/d1/click-to-pay-v1/get-profiles';
import { optOutCard } from '@countermark/wire/d1/click-to-pay-v1/opt-out-card';
import { optOutConsumer } from '@countermark/wire/d1/click-to-pay-v1/opt-out-consumer';
import { updateCard } from '@countermark/wire/d1/click-to-pay-v1/update-card';
import { updateConsumer as updateClickToPayConsumer } from '@countermark/wire/d1/click-to-pay-v1/update-consumer';
import { deleteConsumer as deleteConsumerV1 } from '@countermark/wire/d1/consumer-v1/delete-consumer';
import { registerConsumer as registerConsumerV1 } from '@countermark/wire/d1/consumer-v1/register-consumer';
import { registerConsumerWithCards } from '@countermark/wire/d1/consumer-v1/register-consumer-with-cards';
import { deleteConsumer } from '@countermark/wire/d1/consumer-v2/delete-consumer';
import { getConsumer } from '@countermark/wire/d1/consumer-v2/get-consumer';
import { getConsumerOperation } from '@countermark/wire/d1/consumer-v2/get-consumer-operation';
import { listConsumerCards } from '@countermark/wire/d1/consumer-v2/list-consumer-cards';
import { listConsumerOperations } from '@countermark/wire/d1/consumer-v2/list-consumer-operations';
import { registerConsumer } from '@countermark/wire/d1/consumer-v2/register-consumer';
import { updateConsumer } from '@countermark/wire/d1/consumer-v2/update-consumer';
import { deleteDigitalCard } from '@countermark/wire/d1/digital-card-v1/delete-digital-card';
import { getDigitalCard } from '@countermark/wire/d1/digital-card-v1/get-digital-card';
import { getDigitalCardOperation } from '@countermark/wire/d1/digital-card-v1/get-digital-card-operation';
import { listDigitalCards } from '@countermark/wire/d1/digital-card-v1/list-digital-cards';
import { resumeDigitalCard } from '@countermark/wire/d1/digital-card-v1/resume-digital-card';
import { suspendDigitalCard } from '@countermark/wire/d1/digital-card-v1/suspend-digital-card';

/**
 * What an issuer calls of D1: a resource for each noun, a method for each call. `cards` and `consumers` are those of the
 * v2 APIs; those of v1 are for issuers that began with them.
 */
export const d1Resources = {
  consumers: {
    register: registerConsumer,
    update: updateConsumer,
    delete: deleteConsumer,
    get: getConsumer,
    listCards: listConsumerCards,
    getOperation: getConsumerOperation,
    listOperations: listConsumerOperations,
  },
  cards: {
    create: createCard,
    register: registerCard,
    renew: renewCard,
    replace: replaceCard,
    get: getCardDetails,
    suspend: suspendCard,
    resume: resumeCard,
    delete: deleteCard,
    activate: activateCard,
    getOperation: getCardOperation,
    listOperations: listCardOperations,
  },
  digitalCards: {
    suspend: suspendDigitalCard,
    resume: resumeDigitalCard,
    delete: deleteDigitalCard,
    get: getDigitalCard,
    getOperation: getDigitalCardOperation,
    /** Those of a card. */
    list: listDigitalCards,
  },
  clickToPay: {
    enrol: enrolCard,
    updateCard,
    updateConsumer: updateClickToPayConsumer,
    optOutCard,
    optOutConsumer,
    getProfiles,
  },
  consumersV1: {
    register: registerConsumerV1,
    registerWithCards: registerConsumerWithCards,
    delete: deleteConsumerV1,
  },
  cardsV1: {
    get: getCardDetailsV1,
    suspend: suspendCardV1,
    resume: resumeCardV1,
    delete: deleteCardV1,
    activate: activateCardV1,
    renew: renewCardV1,
    replace: replaceCardV1,
    listOperations: listCardOperationsV1,
    getOperation: getCardOperationV1,
  },
} as const;

export type D1Resources = typeof d1Resources;
