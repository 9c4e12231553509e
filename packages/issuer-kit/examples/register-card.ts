// D1: a consumer and a card of theirs are registered, and the card is suspended.
// node register-card.ts CARD_ID PAN
import { d1Client } from '@countermark/issuer-kit';
import { argument, d1Bank } from './sandbox.ts';

const d1 = d1Client(await d1Bank());
const [cardId, pan] = [argument(0, 'a cardId'), argument(1, 'a test card number')];
const consumerId = 'kari-nordmann';

await d1.consumers.register({
  consumerId,
  personalInformation: { language: 'en-GB', firstName: 'Kari', lastName: 'Nordmann' },
});
await d1.cards.register({
  cardId,
  consumerId,
  cardProductId: 'D1-VISA',
  encryptedData: { pan, exp: '1230' },
});
await d1.cards.suspend({ cardId, reasonCode: 'CARD_LOST' });
const { state, last4 } = await d1.cards.get({ cardId });
console.log(`${cardId}, ending in ${last4}: ${state}`);
await d1.close();
