import { join, resolve } from 'node:path';
import {
  type CertificationLevel,
  type CertificationPlan,
  certificationLevels,
  certificationPlans,
} from '@countermark/sandbox/certification/certification-case';
import { plansOf } from '@countermark/sandbox/certification/certification-profile';
import type { CertificationResult } from '@countermark/sandbox/certification/certification-result';
import { jsonReport } from '@countermark/sandbox/certification/report/json';
import { reportKey } from '@countermark/sandbox/certification/report/signature';
import { reportFiles, writeReports } from '@countermark/sandbox/certification/report/write-reports';
import { runCertification } from '@countermark/sandbox/certification/run-certification';
import { type Command, InvalidArgumentError, Option } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { chosenCases } from '../certification/chosen-cases.ts';
import { chosenProfile, usualProfile } from '../certification/chosen-profile.ts';
import { renderCaseList } from '../certification/render-case-list.ts';
import { renderCase, renderCertification, verdictInWords } from '../certification/render-certification.ts';
import { CommandFailed } from '../command-failed.ts';
import { folderOption } from '../running-sandbox.ts';
import type { Terminal } from '../terminal.ts';
import { registerCertifyVerify } from './certify-verify.ts';

interface CertifyOptions {
  issuer?: string;
  profile?: string;
  plan?: CertificationPlan[];
  level?: CertificationLevel[];
  case?: string[];
  sessions: number;
  report: string;
  keyFolder: string;
  folder: string;
  list?: true;
  json?: true;
}

/** Enrolments played at once. */
const concurrency = 10;

/** `countermark certify`: tries an issuer's backend as the hub would call it, and reports. */
export function registerCertify(program: Command, terminal: Terminal): void {
  const certify = program
    .command('certify')
    .description("try an issuer's backend as the hub would call it, and report whether it is fit to go live")
    .option(
      '--issuer <url>',
      'backend to certify, in place of the address in the profile; or an issuer of the running sandbox',
    )
    .option(
      '--profile <file>',
      `what is known of the issuer (default: ${usualProfile}, else the reference issuer of the running sandbox)`,
    )
    .addOption(new Option('--plan <plan...>', 'only cases of these plans').choices(certificationPlans))
    .addOption(new Option('--level <level...>', 'only cases of these levels').choices(certificationLevels))
    .option('--case <id...>', 'only these cases: IG-ENV-03, or IG-ENV for all of its subject')
    .option('--sessions <number>', 'enrolments played under load; 0 plays none', sessions, 100)
    .option('--report <folder>', 'where the reports are written', 'certification-report')
    .option('--key-folder <folder>', 'where the key that signs reports is kept', 'certification-key')
    .addOption(folderOption())
    .option('--list', 'list the cases without trying them')
    .option('--json', 'print the report as JSON, and nothing else')
    .addHelpText('after', help)
    .action((options: CertifyOptions) => certifyIssuer(options, terminal));
  registerCertifyVerify(certify, terminal);
}

const help = `
Reports written: ${Object.values(reportFiles).join(', ')}.

Examples:
  $ countermark certify
  $ countermark certify --issuer D1ISSUER01
  $ countermark certify --profile nordbank.yaml --plan single-badge --report ./handover
  $ countermark certify --case IG-ENV IG-OTP-02
  $ countermark certify verify handover/${reportFiles.json}

Exit code: 0 when the issuer passed, 1 when it did not, 2 when nothing could be tried.`;

function sessions(text: string): number {
  const count = Number(text);
  if (/^[0-9]{1,5}$/.test(text)) return count;
  throw new InvalidArgumentError('Expected a whole number from 0 to 99999.');
}

async function certifyIssuer(options: CertifyOptions, terminal: Terminal): Promise<void> {
  if (options.list) return terminal.out(renderCaseList(options));
  const profile = await chosenProfile(options, terminal);
  const { plans, cases, leftOut } = chosenCases(plansOf(profile), options);
  const result = await runCertification({
    profile,
    plans,
    cases,
    leftOut,
    load: { sessions: options.sessions, concurrency },
    product: { name: 'Countermark', version: packageJson.version },
    now: () => new Date(),
    onProgress: progress => {
      if (progress.kind === 'CASE_ENDED' && !options.json)
        terminal.out(renderCase(progress.result, { ...progress, colour: terminal.colour }));
    },
  });
  await report(result, { options, terminal });
  if (result.verdict === 'FAILED') throw new CommandFailed(verdictInWords(result));
}

async function report(
  result: CertificationResult,
  { options, terminal }: { options: CertifyOptions; terminal: Terminal },
): Promise<void> {
  const folder = resolve(terminal.folder, options.report);
  const key = await reportKey(resolve(terminal.folder, options.keyFolder));
  await writeReports(folder, { result, key });
  if (options.json) return terminal.out(jsonReport(result).trimEnd());
  terminal.out(`\n${renderCertification(result, terminal)}\n`);
  if (result.verdict === 'PASSED') terminal.out(`${verdictInWords(result)}.`);
  terminal.out(`Report: ${join(folder, reportFiles.html)}`);
  terminal.out(`Signed with key ${key.keyIdentifier}: tell it to whoever gets the report.`);
}
