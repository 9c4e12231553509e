import { d1Case } from '../../d1/d1-case.ts';
import { taken } from '../../d1/judge-d1-answer.ts';
import { probe } from './probe.ts';

const reason = 'D1 APIs, headers';

export const headerCases = [
  d1Case({
    id: 'D1-HDR-01',
    title: 'Takes calls without x-correlation-id, and with one of 1 to 64 characters',
    level: 'mandatory',
    reason,
    async run(hub) {
      for (const correlationId of [null, '7', 'a1_b2-c3'.padEnd(64, 'x')]) {
        const how = correlationId === null ? 'without' : `with ${correlationId.length} characters of`;
        taken(await probe(hub, { correlationId }), {
          defect: 'correlation-id-demanded',
          wrong: `A call ${how} x-correlation-id is not taken.`,
          mend: 'The header may be missing, is no UUID, and never tells two calls apart: keep it for the log and nothing else.',
        });
      }
      return [];
    },
  }),
  d1Case({
    id: 'D1-HDR-02',
    title: 'Ignores header fields that it does not know, and finds those it knows in any case',
    level: 'mandatory',
    reason,
    async run(hub) {
      const headers = [
        ['x-later-version', 'yes'],
        ['ACCEPT', 'application/json'],
      ] as const;
      taken(await probe(hub, { headers }), {
        defect: 'unknown-header-refused',
        wrong: 'A call with a header field of a later version is not taken.',
        mend: 'Leave alone what is not known, and look header fields up without regard to case (RFC 9110).',
      });
      return [];
    },
  }),
];
