import { d1Case } from '../../d1/d1-case.ts';
import { refused, taken } from '../../d1/judge-d1-answer.ts';
import { unknownId } from './unknown-id.ts';

const reason = 'D1, Get consumer information';
const calls = 'getConsumerInformation';
const level = 'conditional';

export const consumerCases = [
  d1Case({
    ...{ level, reason, calls },
    id: 'D1-CON-01',
    title: 'Tells what it knows of a consumer, each member in its form',
    async run(hub, { consumerId }) {
      taken(await hub.ask({ name: calls, parameters: { consumerId } }), {
        defect: 'consumer-not-told',
        wrong: 'A consumer that the issuer has is not told in the form that the hub reads.',
        mend: 'Answer 200 with the bare object: names in letters, language as en-GB, phone numbers in two parts, addresses with line1, zipCode and countryCode. Leave out what is not known.',
      });
      return [];
    },
  }),
  d1Case({
    ...{ level, reason, calls },
    id: 'D1-CON-02',
    title: 'Tells the same where the card is named as well',
    async run(hub, { consumerId, cardId }) {
      taken(await hub.ask({ name: calls, parameters: { consumerId }, query: { cardId } }), {
        defect: 'card-id-refused',
        wrong: 'The query cardId is not taken.',
        mend: 'Take cardId, and ignore it unless data differ from card to card.',
      });
      return [];
    },
  }),
  d1Case({
    ...{ level, reason, calls },
    id: 'D1-CON-03',
    title: 'Refuses a consumer that it does not have with 404',
    async run(hub) {
      refused(await hub.ask({ name: calls, parameters: { consumerId: unknownId } }), [404], {
        defect: 'unknown-consumer-not-404',
        wrong: 'A consumer that does not exist is not refused with 404.',
        mend: 'Answer 404 where there is no consumer of this consumerId; an empty object looks like one of whom nothing is known.',
      });
      return [];
    },
  }),
];
