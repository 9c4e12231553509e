import { randomBytes } from 'node:crypto';
import type { SandboxDescription } from '@countermark/sandbox/sandbox/sandbox-description';
import type { SandboxClient } from '@countermark/sandbox/sandbox-client';
import { catalogue } from '@countermark/sandbox/scenarios/catalogue';
import { runScenario, type ScenarioResult } from '@countermark/sandbox/scenarios/run-scenario';
import type { Scenario } from '@countermark/sandbox/scenarios/scenario';
import type { Command } from 'commander';
import { CommandFailed, exitCodes } from '../command-failed.ts';
import { folderOption, runningSandbox } from '../running-sandbox.ts';
import { idWidth, renderScenario } from '../scenarios/render-scenario.ts';

interface ScenariosOptions {
  folder: string;
  seed?: string;
  fault?: string;
  list?: true;
  json?: true;
}

/** `countermark scenarios`: plays the catalogue, or some of it, and compares every row with what it must come to. */
export function registerScenarios(program: Command): void {
  program
    .command('scenarios')
    .argument('[ids...]', 'scenarios to play, S12 for all its rows or S12/158 for one; all unless given')
    .description('play the scenario catalogue against the running sandbox')
    .option(
      '--seed <text>',
      'card numbers come from it; the same seed uses the same cards (default: a new one)',
    )
    .option(
      '--fault <fault>',
      'while it runs the reference issuer answers every call with this fault (500, timeout, …)',
    )
    .option('--list', 'list the scenarios without playing them')
    .addOption(folderOption())
    .option('--json', 'print everything as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  $ countermark scenarios\n  $ countermark scenarios S03 S12/158\n\nExit code: 0 when every row ended as expected, 1 when one did not, 3 when no sandbox runs.',
    )
    .action(runScenarios);
}

async function runScenarios(ids: string[], options: ScenariosOptions): Promise<void> {
  const chosen = choose(ids);
  if (options.list) {
    console.log(
      options.json
        ? JSON.stringify(chosen, null, 2)
        : chosen.map(row => `${row.id.padEnd(idWidth)} ${row.title}`).join('\n'),
    );
    return;
  }
  const { description, client } = await runningSandbox(options.folder);
  const results = await underFault({ description, client, fault: options.fault }, () =>
    playAll(chosen, { ...options, description, client }),
  );
  const failed = results.filter(result => !result.passed).map(result => result.id);
  const summary = `${results.length - failed.length} of ${results.length} scenarios ended as expected`;
  console.log(
    options.json ? JSON.stringify({ passed: failed.length === 0, failed, results }, null, 2) : `\n${summary}`,
  );
  if (failed.length > 0) throw new CommandFailed(`${summary}; not so: ${failed.join(', ')}`);
}

function choose(ids: readonly string[]): Scenario[] {
  const unknown = ids.find(id => !catalogue.some(row => isNamed(row, id)));
  if (unknown !== undefined) {
    throw new CommandFailed(
      `There is no scenario ${unknown}; \`countermark scenarios --list\` shows them`,
      exitCodes.usage,
    );
  }
  return catalogue.filter(row => ids.length === 0 || ids.some(id => isNamed(row, id)));
}

function isNamed(row: Scenario, id: string): boolean {
  return row.id === id || row.id.startsWith(`${id}/`);
}

interface Playing {
  description: SandboxDescription;
  client: SandboxClient;
  seed?: string;
  json?: true;
}

/** One after the other: they share a clock. */
async function playAll(chosen: readonly Scenario[], playing: Playing): Promise<ScenarioResult[]> {
  const { description: sandbox, client, json } = playing;
  const seed = playing.seed ?? randomBytes(6).toString('hex');
  const results: ScenarioResult[] = [];
  for (const scenario of chosen) {
    const result = await runScenario(scenario, { sandbox, client, seed });
    if (!json) console.log(renderScenario(result));
    results.push(result);
  }
  return results;
}

/** The fault befalls every issuer, and is taken away whatever happens. */
async function underFault<T>(
  {
    description,
    client,
    fault,
  }: { description: SandboxDescription; client: SandboxClient; fault: string | undefined },
  work: () => Promise<T>,
): Promise<T> {
  if (fault === undefined) return work();
  const issuerIds = [...Object.keys(description.issuers), ...Object.keys(description.d1.issuers)];
  for (const issuerId of issuerIds) await client.injectFaultNamed(issuerId, fault);
  try {
    return await work();
  } finally {
    for (const issuerId of issuerIds) await client.clearFaults(issuerId);
  }
}
