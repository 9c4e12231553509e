import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Command } from 'commander';
import { exitCodes } from './command-failed.ts';
import { runCommand } from './command-line.fixture.ts';
import { createProgram } from './program.ts';
import type { Terminal } from './terminal.ts';

const silent: Terminal = { out: () => {}, err: () => {}, colour: false, env: {}, folder: '/' };
const program = await createProgram(silent, undefined);

/** Every command that does something: those without commands below them, and `clock`, which does both. */
function leaves(command: Command): Command[] {
  const below = command.commands.flatMap(leaves);
  return command.commands.length === 0 || command.options.length > 0 ? [command, ...below] : below;
}

function wordsOf(command: Command): string[] {
  return command.parent ? [...wordsOf(command.parent), command.name()] : [];
}

const every = leaves(program)
  .map(wordsOf)
  .filter(words => words.length > 0);

describe('every command', () => {
  it('is there', () => {
    const known = every.map(words => words.join(' '));
    const expected = [
      'session list',
      'session show',
      'token list',
      'token show',
      'clock',
      'clock advance',
      'issuer add',
      'issuer list',
      'issuer show',
      'issuer key add',
      'issuer key remove',
      'issuer certificate pin',
      'product add',
      'product list',
      'product show',
      'requestor add',
      'requestor list',
      'keys create',
    ];
    assert.deepEqual(
      expected.filter(words => !known.includes(words)),
      [],
    );
  });

  for (const words of every) {
    it(`explains itself: ${words.join(' ')}`, async () => {
      const { exitCode, out, err } = await runCommand([...words, '--help']);
      assert.deepEqual([exitCode, err], [0, '']);
      assert.match(out, new RegExp(`Usage: countermark ${words.join(' ')}`));
      assert.match(out, /Examples?:\n {2}\$ /);
    });
  }

  it('prints JSON for programs, but for those that run until they are stopped, and what they print is no answer', () => {
    const others = ['sandbox', 'open', 'seal', 'serve'];
    const mute = leaves(program).filter(
      command => wordsOf(command).length > 0 && !command.options.some(option => option.long === '--json'),
    );
    assert.deepEqual(
      mute.map(command => command.name()),
      others,
    );
  });
});

describe('a command line that makes no sense', () => {
  it('is told what is wrong, and exits with 2', async () => {
    const wrong: [words: string[], told: RegExp][] = [
      [['isuer', 'list'], /unknown command 'isuer'[\s\S]*Did you mean issuer\?/],
      [['issuer', 'ad'], /unknown command 'ad'/],
      [['issuer', 'list', '--jsn'], /unknown option '--jsn'/],
      [['issuer', 'show'], /missing required argument 'issuer-id'/],
      [['issuer', 'show', 'SHORT'], /Expected: 10 characters: letters, digits, _ or -\./],
      [['issuer', 'show', 'BANKONE001', 'BANKTWO001'], /too many arguments/],
      [['issuer', 'add', 'BANKONE001'], /Say where the issuer is: --url or --d1-url/],
      [['issuer', 'client-secret', 'set', 'BANKONE001'], /required option '--file <file>' not specified/],
      [
        ['issuer', 'add', 'BANKONE001', '--url', 'http://bank.example'],
        /Expected: A base URL that begins with https:/,
      ],
      [['issuer', 'add', 'BANKONE001', '--padding', 'none'], /Allowed choices are oaep, pkcs1/],
      [['clock', 'advance', 'tomorrow'], /Expected a duration such as 90s/],
      [['product', 'add', 'DEBIT', '--pan-range', '9990'], /Expected PREFIX:LENGTH/],
      [['product', 'add', 'DEBIT', '--max-tokens', '0'], /Expected a number from 1 to 10000/],
      [
        ['product', 'add', 'DEBIT', '--file', 'x.json', '--scheme', 'VISA'],
        /cannot be used with option '--scheme/,
      ],
      [['product', 'add', 'DEBIT'], /--issuer is missing; give it, or the whole product by --file/],
      [['requestor', 'add', 'wallet', '--trid', '4001'], /Expected 11 digits, or 11 digits=ALIAS/],
      [['token', 'list', '--state', 'ACTIVE'], /Allowed choices are DEPLOYMENT_ONGOING/],
      [['session', 'list', '--limit', '501'], /Expected: How many to list: 1 to 500/],
      [['keys', 'create', 'hub', '--host', 'https://hub.example'], /Expected a DNS name or an IP address/],
    ];
    for (const [words, told] of wrong) {
      const { exitCode, out, err } = await runCommand(words);
      assert.deepEqual([exitCode, out], [exitCodes.usage, ''], words.join(' '));
      assert.match(err, told);
    }
  });

  it('is never answered with a card number that was in it', async () => {
    const { err } = await runCommand(['product', 'add', 'DEBIT', '--pan-range', '4111111111111111']);
    assert.match(err, /'411111\*{6}1111' is invalid/);
  });

  it('without a command lists them', async () => {
    const { exitCode, err } = await runCommand([]);
    assert.equal(exitCode, exitCodes.usage);
    assert.match(err, /Commands:[\s\S]*issuer[\s\S]*Exit codes:/);
  });
});

it('tells its version', async () => {
  const { exitCode, out } = await runCommand(['--version']);
  assert.equal(exitCode, 0);
  assert.match(out, /^\d+\.\d+\.\d+$/);
});
