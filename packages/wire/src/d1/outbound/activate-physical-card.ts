import { cardId, issuerId } from '../examples.ts';
import { defineD1Operation } from '../operation.ts';
import { CardPath } from '../path-parameters.ts';
import { outboundRefusals } from '../refusals.ts';
import { outboundBasePaths } from './base-paths.ts';

/** Asks the issuer's card management system to activate a physical card (Outbound Card API). It may be asked again. */
export const activatePhysicalCard = defineD1Operation({
  api: 'D1-Public-OUT-v1-Card',
  name: 'activatePhysicalCard',
  direction: 'outbound',
  method: 'POST',
  path: `${outboundBasePaths.physicalCards}/issuers/{issuerId}/physicalCards/{cardId}/activate`,
  summary: 'Asks the issuer to activate a physical card.',
  parameters: CardPath,
  query: null,
  request: null,
  response: { status: 204, schema: null },
  refusals: outboundRefusals(400, 401, 403, 404, 500),
  example: { parameters: { issuerId, cardId } },
});
