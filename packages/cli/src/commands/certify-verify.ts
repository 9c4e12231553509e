import { dirname, join } from 'node:path';
import type { JsonReport } from '@countermark/sandbox/certification/report/json';
import { readJsonReport } from '@countermark/sandbox/certification/report/json';
import { verifyReport } from '@countermark/sandbox/certification/report/signature';
import { reportFiles } from '@countermark/sandbox/certification/report/write-reports';
import type { Command } from 'commander';
import { CommandFailed } from '../command-failed.ts';
import { readText } from '../named-file.ts';
import { renderFields } from '../output/fields.ts';
import { type OutputOptions, print } from '../output/print.ts';
import { inTable } from '../output/time.ts';
import type { Terminal } from '../terminal.ts';

interface VerifyOptions extends OutputOptions {
  signature?: string;
  key?: string;
}

/** `countermark certify verify`: whether a report is what was signed. */
export function registerCertifyVerify(certify: Command, terminal: Terminal): void {
  certify
    .command('verify')
    .description('check the signature of a report')
    .argument('<report>', `the JSON report, ${reportFiles.json}`)
    .option('--signature <file>', 'its signature (default: the report with .jws after its name)')
    .option('--key <file>', `certificate of the signer's key (default: ${reportFiles.key} beside the report)`)
    .option('--json', 'print JSON, for programs')
    .addHelpText(
      'after',
      `
A key that came with the report proves that the report was not changed since, not who made it: compare its identifier with
the one that its maker told you, or give the certificate that you have of theirs.

Example:
  $ countermark certify verify ${reportFiles.json}

Exit code: 0 when the report is what was signed, 1 when it is not.`,
    )
    .action(async (file: string, options: VerifyOptions) => {
      const verified = await verify(file, options, terminal);
      print(terminal, verified, { ...options, inWords: describe });
    });
}

interface Verified extends Pick<JsonReport, 'issuer' | 'plans' | 'verdict' | 'endedAt'> {
  keyIdentifier: string;
  leftOut: number;
}

async function verify(file: string, options: VerifyOptions, terminal: Terminal): Promise<Verified> {
  const report = await readText(terminal, file);
  const verification = verifyReport({
    report,
    signature: await readText(terminal, options.signature ?? `${file}.jws`),
    certificatePem: await readText(terminal, options.key ?? join(dirname(file), reportFiles.key)),
  });
  if (!verification.ok) throw new CommandFailed(`${file}: ${verification.fault}`);
  const read = readJsonReport(report);
  if (read === null) throw new CommandFailed(`${file} is signed, but is no certification report`);
  const { issuer, plans, verdict, endedAt, leftOut } = read;
  const { keyIdentifier } = verification;
  return { keyIdentifier, issuer, plans, verdict, endedAt, leftOut: leftOut.length };
}

function describe({ keyIdentifier, issuer, plans, verdict, endedAt, leftOut }: Verified): string {
  const fields = renderFields([
    ['Issuer', issuer.issuerId],
    ['Backend', issuer.url],
    ['Plans', plans.join(', ')],
    ['Verdict', verdict],
    ['Left out', leftOut > 0 ? leftOut : undefined],
    ['Ended', inTable(endedAt)],
    ['Signed with', keyIdentifier],
  ]);
  return `The report is what was signed.\n\n${fields}`;
}
