import type { Expectation, Scenario } from '../scenario.ts';
import type { ScenarioStep } from '../scenario-step.ts';
import { check, digitization, issuerActivates, methods, notify } from './expectations.ts';

const ask = 'requestDeviceBinding';

/** A merchant's token of a card that becomes active at once, whatever its issuer says of devices. */
const merchant = (exp = '1230') => ({ wallet: 'NETFLIX', exp }) as const;

/** What came before the binding, and what the token is after it: nothing of it depends on the binding. */
const afterwards = (
  decision: string,
  came: Pick<Expectation, 'binding' | 'notices' | 'exchanges'> & { code?: Expectation['code'] },
): Expectation => ({
  state: 'RESUMED',
  decision,
  code: null,
  ...came,
  exchanges: [check, digitization, notify, ...came.exchanges],
  notices: ['ACTIVATE TSP', ...came.notices],
});

/** The issuer answers by the year of the card: one that it would give no token to is made so by renewing the card. */
const renewedTo = (to: string): ScenarioStep => ({ renew: { from: '1230', to } });

const renewed = ['< updateCard', notify] as const;

/** Binding of a merchant's token to a device. */
export const deviceBindingScenarios: readonly Scenario[] = [
  {
    id: 'S35/green',
    title: 'device binding, green',
    enrol: merchant(),
    after: [{ bind: {} }],
    expect: afterwards('green', {
      binding: 'BOUND',
      exchanges: [ask, notify],
      notices: ['DEVICE_BOUND TSP'],
    }),
  },
  {
    id: 'S35/mastercard',
    title: 'device binding at a network whose reference is provisional until the device is bound',
    product: 'DEMO-MASTERCARD',
    enrol: merchant(),
    after: [{ bind: {} }],
    expect: afterwards('green', {
      binding: 'BOUND',
      exchanges: [ask, notify],
      notices: ['DEVICE_BOUND TSP'],
    }),
  },
  {
    id: 'S35/sms',
    title: 'device binding, yellow, code by SMS, right',
    enrol: merchant('1231'),
    after: [{ bind: { idvChoice: 'sms', otp: 'right' } }],
    expect: afterwards('yellow', {
      binding: 'BOUND',
      exchanges: [ask, 'sendOTP', notify],
      notices: ['DEVICE_BOUND TSP'],
    }),
  },
  {
    id: 'S35/wrong-code',
    title: 'device binding, yellow, wrong code three times',
    enrol: merchant('1231'),
    after: [{ bind: { idvChoice: 'sms', otp: ['wrong', 'wrong', 'wrong'] } }],
    expect: afterwards('yellow', {
      binding: 'FAILED',
      code: 'INCORRECT_CODE_RETRIES_EXCEEDED',
      exchanges: [ask, 'sendOTP', notify],
      notices: ['DEVICE_BOUND TSP 510'],
    }),
  },
  {
    id: 'S35/app',
    title: 'device binding, yellow, in the issuer application',
    enrol: merchant('1232'),
    after: [{ bind: { idvChoice: 'app' } }, issuerActivates],
    expect: afterwards('yellow', {
      binding: 'BOUND',
      exchanges: [ask, '< updateCardState', notify],
      notices: ['DEVICE_BOUND ISSUER'],
    }),
  },
  {
    id: 'S35/3ds',
    title: 'device binding, yellow, 3-D Secure',
    enrol: merchant('1236'),
    after: [{ bind: { idvChoice: '3ds' } }, { tsp: 'ACTIVATE' }],
    expect: afterwards('yellow', {
      binding: 'BOUND',
      exchanges: [ask, notify],
      notices: ['DEVICE_BOUND TSP'],
    }),
  },
  {
    id: 'S35/no-list',
    title: 'device binding, yellow without list: the hub asks for it',
    enrol: merchant(),
    after: [renewedTo('1233'), { bind: { idvChoice: 'email' } }],
    expect: afterwards('green', {
      binding: 'BOUND',
      exchanges: [...renewed, ask, methods, 'sendOTP', notify],
      notices: ['UPDATE ISSUER', 'DEVICE_BOUND TSP'],
    }),
  },
  {
    id: 'S35/red',
    title: 'device binding, red',
    enrol: merchant(),
    after: [renewedTo('1234'), { bind: {} }],
    expect: afterwards('green', {
      binding: 'REFUSED',
      code: 170,
      exchanges: [...renewed, ask],
      notices: ['UPDATE ISSUER'],
    }),
  },
  {
    id: 'S35/refused',
    title: 'device binding, issuer refuses',
    enrol: merchant(),
    after: [renewedTo('1245'), { bind: {} }],
    expect: afterwards('green', {
      binding: 'REFUSED',
      code: 911,
      exchanges: [...renewed, `${ask} 400`],
      notices: ['UPDATE ISSUER'],
    }),
  },
  {
    id: 'S35/timeout',
    title: 'device binding, the issuer does not answer',
    enrol: merchant(),
    after: [renewedTo('1247'), { bind: {} }],
    expect: afterwards('green', {
      binding: 'REFUSED',
      code: 921,
      exchanges: [...renewed, `${ask} no answer`],
      notices: ['UPDATE ISSUER'],
    }),
  },
  {
    id: 'S35/unbound',
    title: 'device bound and unbound',
    enrol: merchant(),
    after: [{ bind: {} }, { unbind: 'device' }],
    expect: afterwards('green', {
      binding: 'UNBOUND',
      exchanges: [ask, notify, notify],
      notices: ['DEVICE_BOUND TSP', 'DEVICE_UNBOUND WALLET'],
    }),
  },
  {
    id: 'S35/deleted',
    title: 'device bound, then the token is deleted: its deletion is all that is told',
    enrol: merchant(),
    after: [{ bind: {} }, { updateCardState: 'DELETE', scope: 'token' }],
    expect: {
      ...afterwards('green', {
        binding: 'UNBOUND',
        exchanges: [ask, notify, '< updateCardState', notify],
        notices: ['DEVICE_BOUND TSP', 'DELETE ISSUER'],
      }),
      state: 'DELETED',
    },
  },
];
