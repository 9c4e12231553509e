import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { IssuerId } from '@countermark/wire/operator/elements';
import type { Reconcile, ReconciliationStep } from '@countermark/wire/operator/reconciliation';
import type { Command } from 'commander';
import { checked } from '../checked-argument.ts';
import { CommandFailed, exitCodes } from '../command-failed.ts';
import { findOperator, type OperatorOptions, withOperatorOptions } from '../find-operator.ts';
import { counted } from '../output/counted.ts';
import type { Terminal } from '../terminal.ts';

interface ReconcileOptions extends OperatorOptions {
  issuer?: string;
  product?: string;
  mend?: true;
}

/** `countermark reconcile`. */
export function registerReconcile(program: Command, terminal: Terminal): void {
  const command = program
    .command('reconcile')
    .description('compare the tokens of the hub with those of its token service providers')
    .option('--issuer <issuer-id>', 'all tokens of this issuer', checked(IssuerId))
    .option('--product <product-id>', 'those of this card product')
    .option('--mend', 'mend what can be mended, and tell the issuer what it is owed');
  withOperatorOptions(command)
    .addHelpText('after', `${endings}\n\nExample:\n  $ countermark reconcile --issuer BANKONE001 --mend`)
    .action(async (options: ReconcileOptions) => {
      const { reconcile } = await findOperator(options, terminal);
      const left = await follow(await reconcile(readScope(options)), terminal, options);
      if (left > 0) throw new CommandFailed(`${counted(left, 'difference')} left`);
    });
}

const endings = `
With --json each step is printed as a line of JSON, as it happens. Exit code 0: no difference is left; 1: some are.`;

function readScope({ issuer, product, mend }: ReconcileOptions): Reconcile {
  if ((issuer === undefined) === (product === undefined))
    throw new CommandFailed('Give either --issuer or --product', exitCodes.usage);
  return {
    ...(issuer !== undefined && { issuerId: issuer }),
    ...(product !== undefined && { productId: product }),
    action: mend ? 'MEND' : 'REPORT',
  };
}

/** Prints each step as it comes; returns how many differences are left. */
async function follow(steps: Readable, terminal: Terminal, { json }: ReconcileOptions): Promise<number> {
  let last: ReconciliationStep | null = null;
  for await (const line of createInterface({ input: steps })) {
    last = JSON.parse(line) as ReconciliationStep;
    if (json) terminal.out(line);
    else show(last, terminal);
    if (last.kind === 'TSP_FAILED') throw new CommandFailed(inWords(last));
  }
  if (last?.kind !== 'DONE') throw new CommandFailed('The hub broke off: what follows was not compared');
  return last.differences - last.mended;
}

function show(step: ReconciliationStep, terminal: Terminal): void {
  if (step.kind === 'PROGRESS') terminal.err(inWords(step));
  else if (step.kind !== 'TSP_FAILED') terminal.out(inWords(step));
}

function inWords(step: ReconciliationStep): string {
  switch (step.kind) {
    case 'PROGRESS':
      return `${counted(step.compared, 'token')} compared`;
    case 'TSP_FAILED':
      return `${step.tsp} refused to list its tokens with code ${step.code}: the rest was not compared`;
    case 'DONE':
      return `${counted(step.compared, 'token')} compared, ${counted(step.differences, 'difference')}, ${step.mended} mended.`;
    case 'DIFFERENCE': {
      const remedy = step.mendable === 'YES' ? '' : ' It needs a person to decide.';
      const end = step.mended === 'YES' ? ' Mended.' : remedy;
      return `${step.virtualCardId ?? '(no token)'} ${step.tsp} ${step.tspTokenId}\n  ${step.explanation}${end}`;
    }
  }
}
