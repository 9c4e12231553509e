import { deliveryLifetime, retrySchedules } from '@countermark/hub/core/delivery';
import { enrolmentLimits } from '@countermark/hub/core/enrolment';
import { otpLimits } from '@countermark/hub/core/one-time-password';
import { retention } from '@countermark/hub/core/token-life-cycle';
import { table } from './markdown.ts';

const second = 1_000;
const units = [
  [24 * 60 * 60 * second, 'day'],
  [60 * 60 * second, 'hour'],
  [60 * second, 'minute'],
  [second, 'second'],
] as const;

/** In the largest unit that measures it whole: `15 minutes`. */
function inWords(milliseconds: number): string {
  const [unit, name] = units.find(([size]) => milliseconds % size === 0) ?? [1, 'millisecond'];
  const count = milliseconds / unit;
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}

const scheduleInWords = (family: keyof typeof retrySchedules) =>
  `${retrySchedules[family].map(inWords).join(', ')}, then every hour`;

const limits: readonly (readonly string[])[] = [
  ['all your answers in one enrolment or binding', inWords(enrolmentLimits.issuerWait), 'it is refused'],
  [
    'an enrolment, until the cardholder accepts the terms',
    inWords(enrolmentLimits.eligibility),
    'it ends; you are told nothing',
  ],
  ['a code, from `sendOTP` on', inWords(otpLimits.lifetime), 'another one may be sent'],
  ['a token on its way to the device', inWords(enrolmentLimits.deployment), '`DELETE`, source `TSP`'],
  [
    'an `INACTIVE` token, until it is activated',
    inWords(enrolmentLimits.activation),
    '`DELETE`, source `TSP`',
  ],
  ['a `DELETED` token, until it is erased', inWords(retention), '`ERASE`'],
  ['a call of yours, known again', '24 hours', 'the same call is a new one'],
  ['an access token of D1', '15 minutes', '`401`'],
];

/** The parts of docs/api-guidelines.md that the rules themselves know. */
export function apiGuidelinesParts(): Readonly<Record<string, string>> {
  return {
    'retry schedule': table(
      ['Notices by', 'Sent again after', 'Given up'],
      [
        ['Issuer Gateway', scheduleInWords('ISSUER_GATEWAY'), `after ${inWords(deliveryLifetime)}`],
        ['D1', scheduleInWords('D1'), `after ${inWords(deliveryLifetime)}`],
      ],
    ),
    'time limits': table(['What', 'How long', 'What happens then'], limits),
  };
}
