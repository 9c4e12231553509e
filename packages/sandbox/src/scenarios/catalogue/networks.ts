import type { Scenario } from '../scenario.ts';
import { active, apple, check, declined, digitization, notify } from './expectations.ts';

const mastercard = { product: 'DEMO-MASTERCARD' } as const;
const visa = { product: 'DEMO-VISA' } as const;

const suspend = { updateCardState: 'SUSPEND', scope: 'token' } as const;
const resume = { updateCardState: 'RESUME', scope: 'token' } as const;

/** Tokens that payment networks make, and what these do otherwise. */
export const networkScenarios: readonly Scenario[] = [
  {
    id: 'S14/mastercard',
    title: 'wrong security code, as Mastercard is told',
    ...mastercard,
    enrol: { ...apple, exp: '1230', cvv: '999' },
    expect: {
      ...declined(161, [check, `${digitization} 400`]),
      network: ['authorizeService DECLINED INVALID'],
    },
  },
  {
    id: 'S14/visa',
    title: 'wrong security code, as Visa is told',
    ...visa,
    enrol: { ...apple, exp: '1230', cvv: '999' },
    expect: { ...declined(161, [check, `${digitization} 400`]), network: ['approveProvisioning N7'] },
  },
  {
    id: 'S15/visa',
    title: 'card past its expiry, as Visa is told',
    ...visa,
    enrol: { ...apple, exp: '0125' },
    expect: { ...declined(158, [`${check} 400`]), network: ['approveProvisioning 54'] },
  },
  {
    id: 'S16/refused',
    title: 'the issuer does not answer: refused',
    ...mastercard,
    enrol: { ...apple, exp: '1247' },
    expect: {
      ...declined(921, [check, `${digitization} no answer`]),
      network: ['authorizeService DECLINED NOT_PROCESSED'],
    },
  },
  {
    id: 'S16/stand-in',
    title: 'the issuer does not answer, and the product lets its network stand in',
    ...visa,
    enrol: { ...apple, exp: '1247' },
    expect: {
      ...active('green', [check, `${digitization} no answer`]),
      network: [
        'approveProvisioning',
        'tokenLifeCycle CALL_CENTER_ACTIVATION',
        'notifyToken TOKEN_ACTIVATION_STIP 9020',
      ],
    },
  },
  {
    id: 'S23/mastercard',
    title: 'the issuer lifts what the cardholder suspended',
    ...mastercard,
    enrol: { ...apple, exp: '1230' },
    after: [{ wallet: 'SUSPENDED_BY_CARDHOLDER' }, resume],
    expect: {
      ...active('green', [check, digitization]),
      exchanges: [check, digitization, notify, notify, '< updateCardState', notify],
      notices: ['ACTIVATE TSP', 'SUSPEND WALLET', 'RESUME ISSUER'],
    },
  },
  {
    id: 'S43/active',
    title: 'deleted in the wallet app, restored by Mastercard',
    ...mastercard,
    enrol: { ...apple, exp: '1230' },
    after: [{ wallet: 'DELETED_IN_WALLET' }, { tsp: 'RESTORE' }],
    expect: {
      ...active('green', [check, digitization]),
      exchanges: [check, digitization, notify, notify, notify],
      notices: ['ACTIVATE TSP', 'DELETE_FROM_APP WALLET', 'RESUME TSP'],
    },
  },
  {
    id: 'S43/suspended',
    title: 'suspended, deleted in the wallet app, restored by Mastercard as it was',
    ...mastercard,
    enrol: { ...apple, exp: '1230' },
    after: [suspend, { wallet: 'DELETED_IN_WALLET' }, { tsp: 'RESTORE' }],
    expect: {
      ...active('green', [check, digitization]),
      state: 'SUSPENDED',
      exchanges: [check, digitization, notify, '< updateCardState', notify, notify, notify],
      notices: ['ACTIVATE TSP', 'SUSPEND ISSUER', 'DELETE_FROM_APP WALLET', 'SUSPEND TSP'],
    },
  },
  {
    id: 'S47/held',
    title:
      'suspended while verification is pending, at a network that will not: the hub holds the token itself',
    ...mastercard,
    enrol: { ...apple, exp: '1232', idvChoice: 'app' },
    after: [suspend, { tsp: 'ACTIVATE' }, resume],
    expect: {
      ...active('yellow', [check, digitization]),
      exchanges: [check, digitization, '< updateCardState', notify, '< updateCardState', notify],
      notices: ['SUSPEND ISSUER', 'ACTIVATE ISSUER'],
    },
  },
];
