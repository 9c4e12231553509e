import { ClickToPayConsumer } from '@countermark/wire/d1/data/consumer-info';
import type { Finding } from '@countermark/wire/envelope/doctor/finding';
import type { CertificationCase } from '../../certification-case.ts';
import { clickToPayCase } from '../../d1/d1-case.ts';
import { taken } from '../../d1/judge-d1-answer.ts';
import { type NoticeKind, newOperation, noticeKinds, operationStatuses } from '../../d1/notice-kind.ts';

const reason = 'Click to Pay';

/** What a profile in a directory is made of; all but the middle name has to be there. */
const needed = [...(ClickToPayConsumer.required ?? []), 'billingAddress'];

export const clickToPayCases = [
  clickToPayCase({
    id: 'CTP-CON-01',
    title: 'Tells all of a consumer that a profile in a directory is made of',
    level: 'conditional',
    reason: `${reason}, profile data`,
    calls: 'getConsumerInformation',
    async run(hub, { consumerId, cardId }) {
      const call = { name: 'getConsumerInformation', parameters: { consumerId }, query: { cardId } } as const;
      const told = taken(await hub.ask(call));
      const missing = needed.filter(member => !(member in told));
      return missing.length === 0 ? [] : [profileIncomplete(missing)];
    },
  }),
  noticeCase(noticeKinds.cards, {
    id: 'CTP-NOT-01',
    title: 'Takes notices that a card was enrolled, changed and taken out, and that it was not',
  }),
  noticeCase(noticeKinds.consumers, {
    id: 'CTP-NOT-02',
    title: 'Takes notices that a consumer was changed and taken out, and that they were not',
  }),
  clickToPayCase({
    id: 'CTP-NOT-03',
    title: 'Takes a refusal of a directory with its code and the text for the cardholder',
    level: 'conditional',
    reason,
    calls: 'notifyCardOperations',
    async run(hub, card) {
      const more = {
        errorCode: 'CARD_NOT_ELIGIBLE',
        error: 'The directory does not take the card.',
        message: 'Your card could not be added to Click to Pay.',
        details: { scheme: 'VISA' },
      };
      const told = { ...newOperation('CLICK_TO_PAY_ENROLMENT', 'FAILED'), more };
      taken(await noticeKinds.cards.tell(hub, card, [told]), {
        defect: 'failed-enrolment-not-taken',
        wrong: 'A notice that a card was not enrolled, with code and text, is not taken.',
        mend: 'Take errorCode, error, message and details, and answer 204: nothing is sent again by itself.',
      });
      return [];
    },
  }),
];

function noticeCase(
  { name: calls, operations, tell }: NoticeKind,
  told: Pick<CertificationCase, 'id' | 'title'>,
): CertificationCase {
  return clickToPayCase({
    ...told,
    level: 'conditional',
    reason,
    calls,
    async run(hub, card) {
      for (const operation of operations.filter(name => name.startsWith('CLICK_TO_PAY_'))) {
        for (const status of operationStatuses) {
          taken(await tell(hub, card, [newOperation(operation, status)]), {
            defect: 'click-to-pay-notice-not-taken',
            wrong: `A notice of ${operation} in status ${status} is not taken.`,
            mend: 'Answer 204 to every notice. Enrolments come about by themselves where the product says so: they too are told.',
          });
        }
      }
      return [];
    },
  });
}

const profileIncomplete = (missing: readonly string[]): Finding => ({
  defect: 'profile-incomplete',
  wrong: `Of the consumer ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not told.`,
  mend: 'Tell all of it for consumers whose cards go into a directory: without it the enrolment fails.',
});
