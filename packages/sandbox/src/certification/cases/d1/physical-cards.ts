import { d1Case } from '../../d1/d1-case.ts';
import { refused, taken } from '../../d1/judge-d1-answer.ts';
import { unknownId } from './unknown-id.ts';

const reason = 'D1, Activate physical card';
const calls = 'activatePhysicalCard';
const level = 'conditional';

export const physicalCardCases = [
  d1Case({
    ...{ level, reason, calls },
    id: 'D1-ACT-01',
    title: 'Activates a physical card, and says the same when it is asked again',
    async run(hub, { cardId }) {
      for (const time of ['first', 'second']) {
        taken(await hub.ask({ name: calls, parameters: { cardId } }), {
          defect: time === 'first' ? 'card-not-activated' : 'activation-not-idempotent',
          wrong: `Activation is not taken the ${time} time.`,
          mend: 'Answer 204 whether the card was active before or not: an answer that is lost has the hub ask again.',
        });
      }
      return [];
    },
  }),
  d1Case({
    ...{ level, reason, calls },
    id: 'D1-ACT-02',
    title: 'Refuses a card that it does not have with 404',
    async run(hub) {
      refused(await hub.ask({ name: calls, parameters: { cardId: unknownId } }), [404], {
        defect: 'unknown-card-not-404',
        wrong: 'The activation of a card that does not exist is not refused with 404.',
        mend: 'Answer 404 where there is no card of this cardId.',
      });
      return [];
    },
  }),
];
