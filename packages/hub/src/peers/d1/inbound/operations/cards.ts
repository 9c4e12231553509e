import { activateCard as activateCardV1 } from '@countermark/wire/d1/card-v1/activate-card';
import { deleteCard as deleteCardV1 } from '@countermark/wire/d1/card-v1/delete-card';
import { getCardDetails as getCardDetailsV1 } from '@countermark/wire/d1/card-v1/get-card-details';
import { getCardOperation as getCardOperationV1 } from '@countermark/wire/d1/card-v1/get-card-operation';
import { listCardOperations as listCardOperationsV1 } from '@countermark/wire/d1/card-v1/list-card-operations';
import { renewCard as renewCardV1 } from '@countermark/wire/d1/card-v1/renew-card';
import { replaceCard as replaceCardV1 } from '@countermark/wire/d1/card-v1/replace-card';
import { resumeCard as resumeCardV1 } from '@countermark/wire/d1/card-v1/resume-card';
import { suspendCard as suspendCardV1 } from '@countermark/wire/d1/card-v1/suspend-card';
import { activateCard as activateCardV2 } from '@countermark/wire/d1/card-v2/activate-card';
import { createCard as createCardV2 } from '@countermark/wire/d1/card-v2/create-card';
import { deleteCard as deleteCardV2 } from '@countermark/wire/d1/card-v2/delete-card';
import { getCardDetails as getCardDetailsV2 } from '@countermark/wire/d1/card-v2/get-card-details';
import { getCardOperation as getCardOperationV2 } from '@countermark/wire/d1/card-v2/get-card-operation';
import { listCardOperations as listCardOperationsV2 } from '@countermark/wire/d1/card-v2/list-card-operations';
import { registerCard as registerCardV2 } from '@countermark/wire/d1/card-v2/register-card';
import { renewCard as renewCardV2 } from '@countermark/wire/d1/card-v2/renew-card';
import { replaceCard as replaceCardV2 } from '@countermark/wire/d1/card-v2/replace-card';
import { resumeCard as resumeCardV2 } from '@countermark/wire/d1/card-v2/resume-card';
import { suspendCard as suspendCardV2 } from '@countermark/wire/d1/card-v2/suspend-card';
import { activateCard } from '../../../../use-cases/cards/activate-card.ts';
import { getCardOperation, listCardOperations } from '../../../../use-cases/cards/card-operations.ts';
import { createCard } from '../../../../use-cases/cards/create-card.ts';
import { deleteCard } from '../../../../use-cases/cards/delete-card.ts';
import {
  getCardDetails,
  getCardDetailsWithoutRenewal,
} from '../../../../use-cases/cards/get-card-details.ts';
import { registerCard } from '../../../../use-cases/cards/register-card.ts';
import { renewCard, renewCardInSilence } from '../../../../use-cases/cards/renew-card.ts';
import { replaceCard } from '../../../../use-cases/cards/replace-card.ts';
import { resumeCard } from '../../../../use-cases/cards/resume-card.ts';
import { suspendCard } from '../../../../use-cases/cards/suspend-card.ts';
import { type D1Inbound, serve } from '../operation.ts';

/** Card API, v2 and v1. */
export const cardOperations: readonly D1Inbound[] = [
  serve(createCardV2, createCard),
  serve(registerCardV2, registerCard),
  serve(renewCardV2, renewCard),
  serve(replaceCardV2, replaceCard),
  serve(getCardDetailsV2, getCardDetails),
  serve(suspendCardV2, suspendCard),
  serve(resumeCardV2, resumeCard),
  serve(deleteCardV2, deleteCard),
  serve(activateCardV2, activateCard),
  serve(getCardOperationV2, getCardOperation),
  serve(listCardOperationsV2, listCardOperations),
  serve(getCardDetailsV1, getCardDetailsWithoutRenewal),
  serve(suspendCardV1, suspendCard),
  serve(resumeCardV1, resumeCard),
  serve(deleteCardV1, deleteCard),
  serve(activateCardV1, activateCard),
  serve(renewCardV1, renewCardInSilence),
  serve(replaceCardV1, replaceCard),
  serve(listCardOperationsV1, listCardOperations),
  serve(getCardOperationV1, getCardOperation),
];
