import type { SessionDetails, SessionView } from '@countermark/wire/operator/session';
import type { Command } from 'commander';
import { findOperator, type OperatorOptions, withOperatorOptions } from '../find-operator.ts';
import { renderFields } from '../output/fields.ts';
import { renderSequence } from '../output/message-sequence.ts';
import { print } from '../output/print.ts';
import { type Column, renderTable } from '../output/table.ts';
import { inTable } from '../output/time.ts';
import type { Terminal } from '../terminal.ts';

/** `countermark session show`. */
export function registerSessionShow(session: Command, terminal: Terminal): void {
  const command = session
    .command('show')
    .description('show an enrolment session and its message sequence')
    .argument('<session>', 'id of the session; also the x-correlation-id the issuer sees');
  withOperatorOptions(command)
    .addHelpText('after', '\nExample:\n  $ countermark session show 0190f000-0000-7000-8000-000000000001')
    .action(async (enrolmentId: string, options: OperatorOptions) => {
      const { sessions } = await findOperator(options, terminal);
      print(terminal, await sessions.get(enrolmentId), {
        ...options,
        inWords: details => describeSession(details, terminal),
      });
    });
}

function describeSession({ session, exchanges }: SessionDetails, terminal: Terminal): string {
  const sequence = exchanges.length === 0 ? 'No messages.' : renderSequence(exchanges, terminal);
  const parts = [describeFields(session), describeDecision(session, terminal), sequence];
  return parts.filter(part => part !== undefined).join('\n\n');
}

/** Of a card whose issuer decides there is nothing to show. */
function describeDecision({ decisionTrace }: SessionView, { colour }: Terminal): string | undefined {
  if (!decisionTrace) return undefined;
  const columns: Column<(typeof decisionTrace.checks)[number]>[] = [
    { title: 'CHECK', value: ({ check }) => check },
    { title: 'LEAVES', value: ({ leaves }) => leaves },
    { title: 'FOUND', value: ({ finding }) => finding },
  ];
  return renderTable(decisionTrace.checks, { columns, colour });
}

function describeFields(session: SessionView): string {
  const { refusal, decisionTrace, terms, otp } = session;
  return renderFields([
    ['Session', session.enrolmentId],
    ['Stands at', session.outcome ?? session.step],
    ['Refused', refusal && `${refusal.code} ${refusal.message} (${refusal.kind.toLowerCase()})`],
    ['Decision', session.decision],
    ['Because', decisionTrace?.finding],
    ['Wallet', `${session.walletProviderId} (TRID ${session.tokenRequestorId}, ${session.requestorId})`],
    ['Issuer', session.issuerId],
    ['Product', session.productId],
    ['Card', [`…${session.cardLastDigits}`, session.issuerCardRefId].filter(Boolean).join(', ')],
    [
      'Terms',
      terms &&
        `${terms.id} version ${terms.version}, ${terms.language}, accepted ${inTable(terms.acceptedAt)}`,
    ],
    ['Verification', session.idvMethods.map(({ id, type }) => `${id} ${type}`).join(', ') || undefined],
    [
      'Code',
      otp && `sent ${otp.sends} times, ${otp.attempts} wrong entries, good until ${inTable(otp.expiresAt)}`,
    ],
    ['Token', session.virtualCardId],
    ['Waited for issuer', `${session.issuerWait} ms`],
    ['Began', inTable(session.createdAt)],
    ['Changed', inTable(session.updatedAt)],
    ['Ends by itself', session.dueAt && inTable(session.dueAt)],
  ]);
}
