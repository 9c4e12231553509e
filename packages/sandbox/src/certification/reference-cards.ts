import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import { testCases } from '../reference-issuer/decision-table.ts';
import { testPan } from '../test-cards.ts';
import type { CardOutcome, CertificationCard } from './certification-profile.ts';

/** What the reference issuer is made for, by the expiry year of a card (see {@link testCases}). */
const outcomes: readonly { year: string; needsIdv?: true; outcome: CardOutcome }[] = [
  { year: '30', outcome: { outcome: 'green' } },
  { year: '31', needsIdv: true, outcome: { outcome: 'yellow', methods: ['cell_phone', 'email'] } },
  {
    year: '36',
    needsIdv: true,
    outcome: { outcome: 'yellow', methods: ['website', 'outbound_call', '3ds'] },
  },
  { year: '33', needsIdv: true, outcome: { outcome: 'yellow-without-list' } },
  { year: '34', outcome: { outcome: 'red' } },
  ...['39', '40', '41', '42', '43', '44'].map(year => ({
    year,
    outcome: {
      outcome: 'refused',
      operation: 'checkCardEligibility',
      code: testCases[year]?.eligibility ?? ResponseCode.operationFailed,
    } as const,
  })),
  {
    year: '45',
    outcome: {
      outcome: 'refused',
      operation: 'requestCardDigitization',
      code: ResponseCode.operationFailed,
    },
  },
  {
    year: '48',
    needsIdv: true,
    outcome: { outcome: 'refused', operation: 'sendOTP', code: ResponseCode.invalidIdvMethod },
  },
];

/** What a card needs to be one of a reference issuer. */
export interface ReferenceCards {
  panPrefix: string;
  /** False: the issuer cannot verify its cardholders, and steps up nobody. */
  hasIdv: boolean;
  /** Leading digits of its cobadged cards; undefined: it has none. */
  cobadgedPrefix?: string | undefined;
}

/** Test cards of a reference issuer, each with a number of its own and the right security code. */
export function referenceCards({ panPrefix, hasIdv, cobadgedPrefix }: ReferenceCards): CertificationCard[] {
  const cards = outcomes
    .filter(({ needsIdv }) => hasIdv || !needsIdv)
    .map(({ year, outcome }, index) => card(panPrefix, { index, year, outcome }));
  if (cobadgedPrefix === undefined) return cards;
  return [...cards, card(cobadgedPrefix, { index: 0, year: '30', outcome: { outcome: 'cobadged' } })];
}

function card(
  prefix: string,
  { index, year, outcome }: { index: number; year: string; outcome: CardOutcome },
): CertificationCard {
  return { fpan: testPan({ prefix, index }), exp: `12${year}`, cvv: '123', ...outcome };
}
