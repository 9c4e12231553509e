import type { Scenario } from '../scenario.ts';
import { active, apple, check, digitization, issuerActivates, methods, notify } from './expectations.ts';

/** Verification of the cardholder (ID&V). */
export const verificationScenarios: readonly Scenario[] = [
  {
    id: 'S03',
    title: 'yellow, code by SMS, right',
    enrol: { ...apple, exp: '1231', idvChoice: 'sms', otp: 'right' },
    expect: active('yellow', [check, digitization, 'sendOTP']),
  },
  {
    id: 'S04',
    title: 'yellow, code by e-mail, right',
    enrol: { ...apple, exp: '1231', idvChoice: 'email', otp: 'right' },
    expect: active('yellow', [check, digitization, 'sendOTP']),
  },
  {
    id: 'S05',
    title: 'yellow, in the issuer application',
    enrol: { ...apple, exp: '1232', idvChoice: 'app' },
    after: [{ getCardInfo: 'lists the token' }, issuerActivates],
    expect: active('yellow', [check, digitization, '< getCardInfo', '< updateCardState'], 'ISSUER'),
  },
  {
    id: 'S06',
    title: 'yellow, customer service',
    enrol: { ...apple, exp: '1235', idvChoice: 'call' },
    after: [{ getCardInfo: 'lists the token' }, issuerActivates],
    expect: active('yellow', [check, digitization, '< getCardInfo', '< updateCardState'], 'ISSUER'),
  },
  {
    id: 'S07/web',
    title: 'yellow, web site of the issuer',
    enrol: { ...apple, exp: '1236', idvChoice: 'web' },
    after: [issuerActivates],
    expect: active('yellow', [check, digitization, '< updateCardState'], 'ISSUER'),
  },
  {
    id: 'S07/call',
    title: 'yellow, the issuer calls the cardholder',
    enrol: { ...apple, exp: '1236', idvChoice: 'outbound-call' },
    after: [{ tsp: 'ACTIVATE' }],
    expect: active('yellow', [check, digitization]),
  },
  {
    id: 'S07/3ds',
    title: 'yellow, 3-D Secure',
    enrol: { ...apple, exp: '1236', idvChoice: '3ds' },
    after: [{ tsp: 'ACTIVATE' }],
    expect: active('yellow', [check, digitization]),
  },
  {
    id: 'S08',
    title: 'yellow, wrong code three times',
    enrol: { ...apple, exp: '1231', idvChoice: 'sms', otp: ['wrong', 'wrong', 'wrong'] },
    expect: {
      state: 'INACTIVE',
      decision: 'yellow',
      code: 'INCORRECT_CODE_RETRIES_EXCEEDED',
      exchanges: [check, digitization, 'sendOTP'],
      notices: [],
    },
  },
  {
    id: 'S09',
    title: 'yellow, code expired, a new one, right',
    enrol: { ...apple, exp: '1231', idvChoice: 'sms', otp: 'none' },
    after: [{ advance: '11m' }, { enter: 'right' }, { choose: 'sms' }, { enter: 'right' }],
    expect: { ...active('yellow', [check, digitization, 'sendOTP', 'sendOTP']), code: 'EXPIRED_CODE' },
  },
  {
    id: 'S10',
    title: 'yellow, no further code is sent',
    enrol: { ...apple, exp: '1231', idvChoice: 'sms', otp: 'none' },
    after: [{ choose: 'sms' }, { choose: 'email' }, { choose: 'sms' }],
    expect: {
      state: 'INACTIVE',
      decision: 'yellow',
      code: 432,
      exchanges: [check, digitization, 'sendOTP', 'sendOTP', 'sendOTP'],
      notices: [],
    },
  },
  {
    id: 'S44',
    title: 'yellow without list: the hub asks for it',
    enrol: { ...apple, exp: '1233', idvChoice: 'sms', otp: 'right' },
    expect: active('yellow', [check, digitization, methods, 'sendOTP']),
  },
  {
    id: 'S46',
    title: 'the issuer cannot send the code, another method is chosen',
    enrol: { ...apple, exp: '1248', idvChoice: 'sms' },
    after: [{ choose: 'call' }, issuerActivates],
    expect: {
      ...active('yellow', [check, digitization, 'sendOTP 400', '< updateCardState'], 'ISSUER'),
      code: 501,
    },
  },
  {
    id: 'S49',
    title: 'getIDnVMethodList fails',
    before: [{ fault: { operation: 'getIDnVMethodList', fault: '500', times: 1 } }],
    enrol: { ...apple, exp: '1233' },
    expect: {
      state: 'DELETED',
      decision: 'yellow',
      code: 921,
      exchanges: [check, digitization, `${methods} 500`, notify],
      notices: ['DELETE TSP'],
    },
  },
];
