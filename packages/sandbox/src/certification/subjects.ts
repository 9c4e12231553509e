/** What cases are about, by the middle of their ids. */
const subjects: Readonly<Record<string, string>> = {
  TLS: 'Transport security',
  HDR: 'Headers',
  ENV: 'Envelopes',
  KEY: 'Key rollover',
  ELI: 'Eligibility',
  DEC: 'Decisions',
  DIG: 'Digitization',
  IDV: 'Step-up methods',
  REP: 'Calls that come again',
  CMP: 'Compatibility',
  ERR: 'Error codes',
  BIN: 'Device binding',
  TIM: 'Time limits',
  LOA: 'Under load',
  AUT: 'Access tokens',
  NCA: 'Notices of cards',
  NC1: 'Notices of cards, first version',
  NCO: 'Notices of consumers',
  NDC: 'Notices of digital cards',
  VER: 'Verifying cards',
  CRD: 'Card credentials',
  CON: 'Consumers',
  OTP: 'One-time passwords',
  ACT: 'Physical cards',
  NOT: 'Notices',
};

/** What the case with this id is about: `D1-TLS-03` is about transport security. */
export function subjectOf(id: string): string {
  const [, middle = ''] = id.split('-');
  return subjects[middle] ?? middle;
}
