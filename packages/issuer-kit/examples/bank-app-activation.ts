// The cardholder has proved in the bank's application to be one: the token that waits for it is activated.
// node bank-app-activation.ts ISSUER_CARD_REF_ID CORRELATION_ID_OF_THE_ENROLMENT
import { issuerGatewayClient } from '@countermark/issuer-kit';
import { argument, bank } from './sandbox.ts';

const hub = issuerGatewayClient(await bank());
const issuerCardRefId = argument(0, 'the issuerCardRefId');
const correlationId = argument(1, 'the correlation id of the enrolment');

const { virtualCardList = [] } = await hub.getCardInfo({ issuerCardRefId });
const waiting = virtualCardList.find(({ status }) => status === 'INACTIVE');
if (waiting === undefined) throw new Error(`No token of ${issuerCardRefId} waits to be activated`);
const { virtualCardId } = waiting;
await hub.updateCardState({ issuerCardRefId, virtualCardId, action: 'RESUME' }, { correlationId });
console.log(`${virtualCardId} is being activated: ACTIVATE will be notified under ${correlationId}`);
await hub.close();
