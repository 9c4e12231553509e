import type { Command } from 'commander';
import type { Terminal } from '../terminal.ts';
import { registerAggregatorAdd } from './aggregator-add.ts';
import { registerAggregatorKeyAdd } from './aggregator-key-add.ts';
import { registerAggregatorKeyRemove } from './aggregator-key-remove.ts';
import { registerAggregatorList } from './aggregator-list.ts';
import { registerAggregatorShow } from './aggregator-show.ts';

/** `countermark aggregator …`: who calls the D1 APIs for several issuers. */
export function registerAggregator(program: Command, terminal: Terminal): void {
  const aggregator = program
    .command('aggregator')
    .description('aggregators, which call the D1 APIs for several issuers');
  registerAggregatorAdd(aggregator, terminal);
  registerAggregatorList(aggregator, terminal);
  registerAggregatorShow(aggregator, terminal);
  const key = aggregator.command('key').description('public keys an aggregator signs its assertions with');
  registerAggregatorKeyAdd(key, terminal);
  registerAggregatorKeyRemove(key, terminal);
}
