import { deleteConsumer as deleteConsumerV1 } from '@countermark/wire/d1/consumer-v1/delete-consumer';
import { registerConsumer as registerConsumerV1 } from '@countermark/wire/d1/consumer-v1/register-consumer';
import { registerConsumerWithCards as registerConsumerWithCardsV1 } from '@countermark/wire/d1/consumer-v1/register-consumer-with-cards';
import { deleteConsumer as deleteConsumerV2 } from '@countermark/wire/d1/consumer-v2/delete-consumer';
import { getConsumer as getConsumerV2 } from '@countermark/wire/d1/consumer-v2/get-consumer';
import { getConsumerOperation as getConsumerOperationV2 } from '@countermark/wire/d1/consumer-v2/get-consumer-operation';
import { listConsumerCards as listConsumerCardsV2 } from '@countermark/wire/d1/consumer-v2/list-consumer-cards';
import { listConsumerOperations as listConsumerOperationsV2 } from '@countermark/wire/d1/consumer-v2/list-consumer-operations';
import { registerConsumer as registerConsumerV2 } from '@countermark/wire/d1/consumer-v2/register-consumer';
import { updateConsumer as updateConsumerV2 } from '@countermark/wire/d1/consumer-v2/update-consumer';
import {
  getConsumerOperation,
  listConsumerOperations,
} from '../../../../use-cases/consumers/consumer-operations.ts';
import { deleteConsumer } from '../../../../use-cases/consumers/delete-consumer.ts';
import { getConsumer } from '../../../../use-cases/consumers/get-consumer.ts';
import { listConsumerCards } from '../../../../use-cases/consumers/list-consumer-cards.ts';
import {
  registerConsumer,
  registerConsumerByName,
} from '../../../../use-cases/consumers/register-consumer.ts';
import { registerConsumerWithCards } from '../../../../use-cases/consumers/register-consumer-with-cards.ts';
import { updateConsumer } from '../../../../use-cases/consumers/update-consumer.ts';
import { type D1Inbound, serve } from '../operation.ts';

/** Consumer API, v2 and v1. */
export const consumerOperations: readonly D1Inbound[] = [
  serve(registerConsumerV2, registerConsumer),
  serve(updateConsumerV2, updateConsumer),
  serve(deleteConsumerV2, deleteConsumer),
  serve(getConsumerV2, getConsumer),
  serve(listConsumerCardsV2, listConsumerCards),
  serve(getConsumerOperationV2, getConsumerOperation),
  serve(listConsumerOperationsV2, listConsumerOperations),
  serve(registerConsumerV1, registerConsumerByName),
  serve(registerConsumerWithCardsV1, registerConsumerWithCards),
  serve(deleteConsumerV1, deleteConsumer),
];
