// A card is lost: every token of it is suspended at once.
// node lost-card.ts ISSUER_CARD_REF_ID
import { CallRefusedError, HubUnreachableError, issuerGatewayClient } from '@countermark/issuer-kit';
import { argument, bank } from './sandbox.ts';

const lost = 31;
const hub = issuerGatewayClient(await bank());
const issuerCardRefId = argument(0, 'the issuerCardRefId');

try {
  const { correlationId } = await hub.updateCardState({ issuerCardRefId, action: 'SUSPEND', reason: lost });
  console.log(`SUSPEND is notified for each token, under ${correlationId}`);
} catch (error) {
  if (error instanceof CallRefusedError) console.log(`Refused with ${error.code}: ${error.errorMessage}`);
  else if (error instanceof HubUnreachableError) console.log(`Not reached (${error.fault}): try again later`);
  else throw error;
} finally {
  await hub.close();
}
