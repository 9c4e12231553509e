import { deleteDigitalCard as deleteDigitalCardV1 } from '@countermark/wire/d1/digital-card-v1/delete-digital-card';
import { getDigitalCard as getDigitalCardV1 } from '@countermark/wire/d1/digital-card-v1/get-digital-card';
import { getDigitalCardOperation as getDigitalCardOperationV1 } from '@countermark/wire/d1/digital-card-v1/get-digital-card-operation';
import { listDigitalCards as listDigitalCardsV1 } from '@countermark/wire/d1/digital-card-v1/list-digital-cards';
import { resumeDigitalCard as resumeDigitalCardV1 } from '@countermark/wire/d1/digital-card-v1/resume-digital-card';
import { suspendDigitalCard as suspendDigitalCardV1 } from '@countermark/wire/d1/digital-card-v1/suspend-digital-card';
import { deleteDigitalCard } from '../../../../use-cases/digital-cards/delete-digital-card.ts';
import { getDigitalCard } from '../../../../use-cases/digital-cards/get-digital-card.ts';
import { getDigitalCardOperation } from '../../../../use-cases/digital-cards/get-digital-card-operation.ts';
import { listDigitalCards } from '../../../../use-cases/digital-cards/list-digital-cards.ts';
import { resumeDigitalCard } from '../../../../use-cases/digital-cards/resume-digital-card.ts';
import { suspendDigitalCard } from '../../../../use-cases/digital-cards/suspend-digital-card.ts';
import { type D1Inbound, serve } from '../operation.ts';

/** Digital Card API. */
export const digitalCardOperations: readonly D1Inbound[] = [
  serve(suspendDigitalCardV1, suspendDigitalCard),
  serve(resumeDigitalCardV1, resumeDigitalCard),
  serve(deleteDigitalCardV1, deleteDigitalCard),
  serve(getDigitalCardV1, getDigitalCard),
  serve(getDigitalCardOperationV1, getDigitalCardOperation),
  serve(listDigitalCardsV1, listDigitalCards),
];
