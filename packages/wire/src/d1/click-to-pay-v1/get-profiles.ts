import Type from 'typebox';
import { ClickToPayProfile } from '../data/click-to-pay-profile.ts';
import { clickToPayProfile, consumerId, issuerId } from '../examples.ts';
import { defineD1Operation } from '../operation.ts';
import { ConsumerPath } from '../path-parameters.ts';
import { inboundRefusals } from '../refusals.ts';

/** Gathers what every directory knows of a consumer, one profile each at most (Click to Pay API, get profiles). Of one who
 * is not enrolled there is none. */
export const getProfiles = defineD1Operation({
  api: 'D1-Public-IN-v1-ClickToPay',
  name: 'getProfiles',
  direction: 'inbound',
  method: 'GET',
  path: '/banking/v1/issuers/{issuerId}/consumers/{consumerId}/clickToPayProfiles',
  summary: 'Asks for the Click to Pay profiles of a consumer.',
  parameters: ConsumerPath,
  query: null,
  request: null,
  response: {
    status: 200,
    schema: Type.Object({
      clickToPayProfiles: Type.Array(ClickToPayProfile, { description: 'One for each directory.' }),
    }),
  },
  refusals: inboundRefusals('CONSUMER_NOT_FOUND'),
  example: { parameters: { issuerId, consumerId }, response: { clickToPayProfiles: [clickToPayProfile] } },
});
