import { enrolCard } from '@countermark/wire/d1/click-to-pay-v1/enrol-card';
import { getProfiles } from '@countermark/wire/d1/click-to-pay-v1/get-profiles';
import { optOutCard } from '@countermark/wire/d1/click-to-pay-v1/opt-out-card';
import { optOutConsumer } from '@countermark/wire/d1/click-to-pay-v1/opt-out-consumer';
import { updateCard } from '@countermark/wire/d1/click-to-pay-v1/update-card';
import { updateConsumer } from '@countermark/wire/d1/click-to-pay-v1/update-consumer';
import { enrolCard as enrol } from '../../../../use-cases/click-to-pay/enrol-card.ts';
import { getProfiles as readProfiles } from '../../../../use-cases/click-to-pay/get-profiles.ts';
import { optOutCard as removeCard } from '../../../../use-cases/click-to-pay/opt-out-card.ts';
import { optOutConsumer as removeConsumer } from '../../../../use-cases/click-to-pay/opt-out-consumer.ts';
import { updateCard as changeCard } from '../../../../use-cases/click-to-pay/update-card.ts';
import { updateConsumer as changeConsumer } from '../../../../use-cases/click-to-pay/update-consumer.ts';
import { type D1Inbound, serve } from '../operation.ts';

/** Click to Pay API, version 1. */
export const clickToPayOperations: readonly D1Inbound[] = [
  serve(enrolCard, enrol),
  serve(updateCard, changeCard),
  serve(updateConsumer, changeConsumer),
  serve(optOutCard, removeCard),
  serve(optOutConsumer, removeConsumer),
  serve(getProfiles, readProfiles),
];
