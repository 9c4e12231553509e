import type { Expectation, Scenario } from './scenario.ts';

const apple = { wallet: 'APPLE_PAY' } as const;
const check = 'checkCardEligibility';
const digitization = 'requestCardDigitization';
const notify = 'notifyVirtualCardChange';
const methods = 'getIDnVMethodList';

/** A token that ends active, told once. */
const active = (decision: string, exchanges: readonly string[], source = 'TSP'): Expectation => ({
  state: 'RESUMED',
  decision,
  code: null,
  exchanges: [...exchanges, notify],
  notices: [`ACTIVATE ${source}`],
});

/** No token: declined with a code, nothing notified. */
const declined = (
  code: number,
  exchanges: readonly string[],
  decision: string | null = null,
): Expectation => ({
  state: null,
  decision,
  code,
  exchanges,
  notices: [],
});

const refusedByIssuer = (id: string, title: string, exp: string, code: number): Scenario => ({
  id,
  title,
  enrol: { ...apple, exp },
  expect: declined(code, [`${check} 400`]),
});

const issuerActivates = { updateCardState: 'RESUME', scope: 'token' } as const;

/** The scenarios and what each must come to (docs/scenarios.md shows them as a table). */
export const catalogue: readonly Scenario[] = [
  {
    id: 'S01',
    title: 'green, typed card, secure element of a phone',
    enrol: { ...apple, exp: '1230', captureMethod: 'MANUAL' },
    expect: active('green', [check, digitization]),
  },
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
    id: 'S11/orange',
    title: 'wallet recommends orange, issuer answers green: raised to yellow',
    enrol: { ...apple, exp: '1230', recommendation: 'orange', idvChoice: 'sms', otp: 'right' },
    expect: active('yellow', [check, digitization, methods, 'sendOTP']),
  },
  {
    id: 'S11/no-idv',
    title: 'wallet recommends orange, issuer without ID&V answers green: red',
    product: 'DEMO-PLAIN',
    enrol: { ...apple, exp: '1230', recommendation: 'orange' },
    expect: declined(170, [check, digitization], 'red'),
  },
  {
    id: 'S12/red',
    title: 'issuer answers red',
    enrol: { ...apple, exp: '1234' },
    expect: declined(170, [check, digitization], 'red'),
  },
  refusedByIssuer('S12/158', 'issuer: card expired', '1240', 158),
  refusedByIssuer('S12/159', 'issuer: card suspended', '1241', 159),
  refusedByIssuer('S12/160', 'issuer: card revoked', '1242', 160),
  {
    id: 'S12/161',
    title: 'issuer: security code wrong',
    enrol: { ...apple, exp: '1230', cvv: '321' },
    expect: declined(161, [check, `${digitization} 400`]),
  },
  refusedByIssuer('S12/163', 'issuer: product not supported', '1243', 163),
  refusedByIssuer('S12/164', 'issuer: fraud suspected', '1239', 164),
  refusedByIssuer('S12/166', 'issuer: invalid FPAN', '1244', 166),
  {
    id: 'S13',
    title: 'wallet recommends red: the issuer is asked, the result is capped',
    enrol: { ...apple, exp: '1230', recommendation: 'red' },
    expect: declined(170, [check, digitization], 'red'),
  },
  {
    id: 'S14',
    title: 'wrong security code of a photographed card',
    enrol: { ...apple, exp: '1231', captureMethod: 'CAMERA', cvv: '999' },
    expect: declined(161, [check, `${digitization} 400`]),
  },
  {
    id: 'S15',
    title: 'card past its expiry',
    enrol: { ...apple, exp: '0125' },
    expect: declined(158, [`${check} 400`]),
  },
  {
    id: 'S17',
    title: 'terms declined',
    enrol: { ...apple, exp: '1230', terms: 'decline' },
    expect: { state: null, decision: null, code: null, exchanges: [check], notices: [] },
  },
  {
    id: 'S18',
    title: 'second device, no card data, same walletCardRefId',
    enrol: { ...apple, exp: '1230' },
    after: [{ enrol: {}, knownCard: 'yes' }],
    expect: active('green', [check, digitization]),
  },
  {
    id: 'S19/167',
    title: 'already provisioned on this device',
    enrol: { ...apple, exp: '1230', device: { tokenStorageId: 'SE-ALREADY-PROVISIONED' } },
    after: [{ enrol: { device: { tokenStorageId: 'SE-ALREADY-PROVISIONED' } } }],
    expect: declined(167, []),
  },
  {
    id: 'S19/164',
    title: 'card has all the tokens its product allows',
    product: 'DEMO-LIMITED',
    enrol: { ...apple, exp: '1230' },
    after: [{ enrol: {} }, { enrol: {} }],
    expect: declined(164, []),
  },
  {
    id: 'S34',
    title: 'card-on-file token, alias by TRID',
    enrol: { wallet: 'NETFLIX', exp: '1230' },
    expect: { ...active('green', [check, digitization]), walletProviderId: 'NETFLIX' },
  },
  {
    id: 'S40/garbage',
    title: 'updateCard with something that is no PKCS#7',
    enrol: { ...apple, exp: '1230' },
    after: [{ updateCard: 'garbage' }],
    expect: {
      ...active('green', [check, digitization]),
      code: 112,
      exchanges: [check, digitization, notify, '< updateCard 400'],
    },
  },
  {
    id: 'S40/certificate',
    title: 'updateCard sealed for a certificate that is not the hub’s',
    enrol: { ...apple, exp: '1230' },
    after: [{ updateCard: 'unknown certificate' }],
    expect: {
      ...active('green', [check, digitization]),
      code: 112,
      exchanges: [check, digitization, notify, '< updateCard 400'],
    },
  },
  {
    id: 'S40/pkcs1',
    title: 'updateCard with PKCS#1 v1.5 where only OAEP is allowed',
    enrol: { ...apple, exp: '1230' },
    after: [{ updateCard: 'PKCS#1 v1.5' }],
    expect: {
      ...active('green', [check, digitization]),
      code: 112,
      exchanges: [check, digitization, notify, '< updateCard 400'],
    },
  },
  {
    id: 'S41/green',
    title: 'issuer without ID&V: green',
    product: 'DEMO-PLAIN',
    enrol: { ...apple, exp: '1230' },
    expect: active('green', [check, digitization]),
  },
  {
    id: 'S41/yellow',
    title: 'issuer without ID&V: what would be yellow ends red',
    product: 'DEMO-PLAIN',
    enrol: { ...apple, exp: '1231' },
    expect: declined(170, [check, digitization], 'red'),
  },
  {
    id: 'S44',
    title: 'yellow without list: the hub asks for it',
    enrol: { ...apple, exp: '1233', idvChoice: 'sms', otp: 'right' },
    expect: active('yellow', [check, digitization, methods, 'sendOTP']),
  },
  {
    id: 'S45',
    title: 'e-commerce, issuer yellow, the TSP activates',
    enrol: { wallet: 'ECOM', exp: '1231' },
    expect: { ...active('yellow', [check, digitization]), walletProviderId: 'ECOM' },
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
    id: 'S47',
    title: 'suspended while verification is pending, then the right code, then resumed by the issuer',
    enrol: { ...apple, exp: '1231', idvChoice: 'sms', otp: 'none' },
    after: [
      { updateCardState: 'SUSPEND', scope: 'token' },
      { enter: 'right' },
      { updateCardState: 'RESUME', scope: 'token' },
    ],
    expect: {
      state: 'RESUMED',
      decision: 'yellow',
      code: null,
      exchanges: [check, digitization, 'sendOTP', '< updateCardState', notify, '< updateCardState', notify],
      notices: ['SUSPEND ISSUER', 'ACTIVATE ISSUER'],
    },
  },
  {
    id: 'S48',
    title: 'card-wide RESUME leaves an inactive token inactive',
    enrol: { ...apple, exp: '1232', idvChoice: 'app' },
    after: [{ updateCardState: 'RESUME', scope: 'card', callbacks: 0 }],
    expect: {
      state: 'INACTIVE',
      decision: 'yellow',
      code: null,
      exchanges: [check, digitization, '< updateCardState'],
      notices: [],
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
