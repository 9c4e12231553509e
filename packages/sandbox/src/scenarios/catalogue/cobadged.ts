import type { Scenario } from '../scenario.ts';
import { active, apple, check, digitization } from './expectations.ts';

const askDomestic = 'auxiliary/requestCoBadgeDigitization';
const notifyAuxiliary = 'auxiliary/notifyVirtualCardChange';
const primary = active('green', [check, digitization]);
const enrolled = { product: 'DEMO-COBADGED', enrol: { ...apple } } as const;

/** Cobadged cards: a primary token, and a domestic one beside it. */
export const cobadgedScenarios: readonly Scenario[] = [
  {
    id: 'S33',
    title: 'cobadged card: both tokens live, and getCardInfo lists both',
    ...enrolled,
    after: [{ addAuxiliary: 'deliver' }, { getCardInfo: 'lists both tokens' }],
    expect: {
      ...primary,
      exchanges: [...primary.exchanges, askDomestic, notifyAuxiliary, '< getCardInfo'],
      notices: [...primary.notices, 'auxiliary ACTIVATE TSP'],
      auxiliary: { state: 'RESUMED', code: null },
    },
  },
  {
    id: 'S33/failed',
    title: 'cobadged card: the domestic token does not reach the device; the primary one lives',
    ...enrolled,
    after: [{ addAuxiliary: 'fail' }],
    expect: {
      ...primary,
      exchanges: [...primary.exchanges, askDomestic, notifyAuxiliary],
      notices: [...primary.notices, 'auxiliary DELETE WALLET'],
      auxiliary: { state: 'DELETED', code: null },
    },
  },
  ...[116, 163].map(
    (code): Scenario => ({
      id: `S33/${code}`,
      title: `cobadged card: the issuer refuses the domestic one with ${code}; the primary token lives`,
      ...enrolled,
      before: [{ fault: { operation: askDomestic, fault: { responseCode: code }, times: 1 } }],
      after: [{ addAuxiliary: 'deliver' }],
      expect: {
        ...primary,
        exchanges: [...primary.exchanges, `${askDomestic} 400`],
        auxiliary: { state: null, code },
      },
    }),
  ),
  {
    id: 'S33/404',
    title:
      'cobadged card: the issuer does not serve the question; the domestic token has the international number',
    ...enrolled,
    before: [{ fault: { operation: askDomestic, fault: '404', times: 1 } }],
    after: [{ addAuxiliary: 'deliver' }, { getCardInfo: 'lists both tokens' }],
    expect: {
      ...primary,
      exchanges: [...primary.exchanges, `${askDomestic} 404`, notifyAuxiliary, '< getCardInfo'],
      notices: [...primary.notices, 'auxiliary ACTIVATE TSP'],
      auxiliary: { state: 'RESUMED', code: null },
    },
  },
  {
    id: 'S33/tsp',
    title: 'cobadged card: the domestic TSP has the card in this wallet already; the primary token lives',
    ...enrolled,
    after: [{ addAuxiliary: 'deliver' }, { addAuxiliary: 'deliver' }],
    expect: {
      ...primary,
      exchanges: [...primary.exchanges, askDomestic, notifyAuxiliary, askDomestic],
      notices: [...primary.notices, 'auxiliary ACTIVATE TSP'],
      auxiliary: { state: null, code: 167 },
    },
  },
  {
    id: 'S33/suspended',
    title: 'cobadged card: the issuer suspends the domestic token; the primary one stays as it is',
    ...enrolled,
    after: [{ addAuxiliary: 'deliver' }, { updateAuxiliaryCardState: 'SUSPEND' }],
    expect: {
      ...primary,
      exchanges: [
        ...primary.exchanges,
        askDomestic,
        notifyAuxiliary,
        '< auxiliary/updateCardState',
        notifyAuxiliary,
      ],
      notices: [...primary.notices, 'auxiliary ACTIVATE TSP', 'auxiliary SUSPEND ISSUER'],
      auxiliary: { state: 'SUSPENDED', code: null },
    },
  },
];
