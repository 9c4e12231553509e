import type { CertificationCase } from '../../certification-case.ts';
import { d1Case } from '../../d1/d1-case.ts';
import { taken } from '../../d1/judge-d1-answer.ts';
import { type NoticeKind, newOperation, noticeKinds, operationStatuses } from '../../d1/notice-kind.ts';

const reason = 'D1, notifications';

/** What is asked of receivers of every kind of notice, by the middle of the ids of its cases. */
export const noticeCases = [
  ...casesOf('NCA', noticeKinds.cards),
  ...casesOf('NC1', noticeKinds.cardsV1),
  ...casesOf('NCO', noticeKinds.consumers),
  ...casesOf('NDC', noticeKinds.digitalCards),
];

function casesOf(subject: string, kind: NoticeKind): CertificationCase[] {
  const { about, name: calls, operations, tell } = kind;
  const first = `D1-${subject}-01`;
  const [operation = ''] = operations;
  const noticeCase = (number: string, parts: NoticeCaseParts) =>
    d1Case({ level: 'conditional', ...parts, id: `D1-${subject}-${number}`, reason, calls });
  return [
    noticeCase('01', {
      title: `Takes a notice of ${about}: every operation in every status`,
      async run(hub, card) {
        for (const told of operations.flatMap(name =>
          operationStatuses.map(status => newOperation(name, status)),
        )) {
          taken(await tell(hub, card, [told]), {
            defect: 'notice-not-taken',
            wrong: `A notice of ${told.operation} in status ${told.status} is not taken.`,
            mend: 'Answer 204 to every notice that can be read, also to one that nothing follows from.',
          });
        }
        return [];
      },
    }),
    ...(kind.capacity === 'several' ? [severalAtOnce(noticeCase, kind)] : []),
    noticeCase('03', {
      title: `Takes a notice of ${about} again that it has taken before`,
      needs: [first],
      async run(hub, card) {
        const told = newOperation(operation);
        for (const time of ['first', 'second', 'third']) {
          taken(await tell(hub, card, [told]), {
            defect: 'repeated-notice-refused',
            wrong: `The same notice is not taken the ${time} time.`,
            mend: 'Notices are sent at least once: know an operation again by operationId and status, do nothing, and answer 204.',
          });
        }
        return [];
      },
    }),
    noticeCase('04', {
      title: `Takes notices of ${about} that come late`,
      needs: [first],
      async run(hub, card) {
        const { operationId } = newOperation(operation);
        for (const status of ['SUCCESSFUL', 'PENDING']) {
          taken(await tell(hub, card, [{ operationId, operation, status }]), {
            defect: 'late-notice-refused',
            wrong: `${status} is not taken ${status === 'PENDING' ? 'after the outcome' : 'without PENDING before it'}.`,
            mend: 'Keep the outcome when an earlier status comes after it, and answer 204: attempts overtake each other.',
          });
        }
        return [];
      },
    }),
    noticeCase('05', {
      title: `Takes a notice of ${about} of an operation that it does not know`,
      level: 'optional',
      needs: [first],
      async run(hub, card) {
        taken(await tell(hub, card, [newOperation('LATER_OPERATION')]), {
          defect: 'unknown-operation-refused',
          wrong: 'A notice of an operation of a later version is not taken.',
          mend: 'Answer 204 and do nothing: the list of operations has grown before.',
        });
        return [];
      },
    }),
    ...(kind.name === 'notifyCardOperationV1' ? [] : [unknownMembers(noticeCase, kind)]),
  ];
}

type NoticeCaseParts = Pick<Parameters<typeof d1Case>[0], 'title' | 'run' | 'needs'> & { level?: 'optional' };
type MakeNoticeCase = (number: string, parts: NoticeCaseParts) => CertificationCase;

function severalAtOnce(
  noticeCase: MakeNoticeCase,
  { about, operations, tell }: NoticeKind,
): CertificationCase {
  return noticeCase('02', {
    title: `Takes several notices of ${about} in one call`,
    async run(hub, card) {
      const repeated = newOperation(operations[0] ?? '');
      const told = [...operations.map(name => newOperation(name)), repeated, repeated];
      taken(await tell(hub, card, told), {
        defect: 'several-notices-refused',
        wrong: `${told.length} notices in one call, one of them twice, are not taken.`,
        mend: 'The body is a list of any length: work through all of it, and answer 204 once.',
      });
      return [];
    },
  });
}

function unknownMembers(
  noticeCase: MakeNoticeCase,
  { about, operations, tell }: NoticeKind,
): CertificationCase {
  return noticeCase('06', {
    title: `Ignores members of a notice of ${about} that it does not know`,
    async run(hub, card) {
      const more = { laterMember: { list: [1, 2] }, otherMember: null };
      taken(await tell(hub, card, [{ ...newOperation(operations[0] ?? ''), more }]), {
        defect: 'unknown-member-refused',
        wrong: 'A notice with members of a later version is not taken.',
        mend: 'Leave alone what is not known: do not validate against a closed schema.',
      });
      return [];
    },
  });
}
