import { IssuerId } from '@countermark/wire/operator/elements';
import { ProductId, type PutProduct } from '@countermark/wire/operator/product';
import { Trid } from '@countermark/wire/token-requestor/identifiers';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { checked, repeatable } from '../checked-argument.ts';
import { CommandFailed, exitCodes } from '../command-failed.ts';
import { findOperator, type OperatorOptions, withOperatorOptions } from '../find-operator.ts';
import { languageFile, type NamedFile, readText } from '../named-file.ts';
import { print } from '../output/print.ts';
import { panRange, tokenRange } from '../ranges.ts';
import type { Terminal } from '../terminal.ts';
import { type D1Options, d1OptionNames, familyOf, withD1Options } from './product-add-d1.ts';
import { describeProduct } from './product-show.ts';

interface AddOptions extends OperatorOptions, D1Options {
  file?: string;
  issuer?: string;
  name?: string;
  scheme?: string;
  tsp?: string;
  tokenProduct?: string;
  panRange?: PutProduct['panRanges'];
  tokenBin?: PutProduct['tokenRanges'];
  trid?: string[];
  maxTokens?: number;
  issuerOverridesYellow?: true;
  standIn?: true;
  auxiliaryProduct?: string;
  askDomesticCard?: true;
  terms?: NamedFile[];
  termsVersion: string;
}

const givenByFile = [
  'issuer',
  'name',
  'scheme',
  'tsp',
  'tokenProduct',
  'panRange',
  'tokenBin',
  'trid',
  'maxTokens',
  'issuerOverridesYellow',
  'standIn',
  'auxiliaryProduct',
  'askDomesticCard',
  'terms',
  ...d1OptionNames,
];

/** `countermark product add`: by options, or whole from a file as `product show --json` prints it. */
export function registerProductAdd(product: Command, terminal: Terminal): void {
  const command = product
    .command('add')
    .description('add a card product, or replace it')
    .argument('<product-id>', '1 to 64 letters, digits, _, . or -', checked(ProductId))
    .addOption(
      new Option('--file <file>', 'the whole product as JSON, instead of the other options').conflicts(
        givenByFile,
      ),
    )
    .option('--issuer <issuer-id>', 'whose cards they are', checked(IssuerId))
    .option('--scheme <scheme>', 'payment scheme: DOMESTIC, VISA, MASTERCARD or another (default: DOMESTIC)')
    .option(
      '--pan-range <PREFIX:LENGTH>',
      'card numbers of the product; may be repeated',
      repeatable(panRange),
    )
    .option(
      '--token-bin <BIN:LENGTH>',
      'numbers its tokens are taken from; may be repeated',
      repeatable(tokenRange),
    )
    .option(
      '--trid <trid>',
      'token requestor that may ask for tokens, 11 digits; may be repeated',
      repeatable(checked(Trid)),
    )
    .option('--name <name>', 'name for people (default: the product id)')
    .option(
      '--tsp <tsp>',
      'token service provider: DOMESTIC (default), one of `countermark tsp list`, or a network this hub plays',
    )
    .option('--token-product <name>', "the TSP's name for the product (default: the product id)")
    .option('--max-tokens <count>', 'tokens one card may have (default: 10)', count)
    .option('--issuer-overrides-yellow', "the issuer's green stands against the wallet's yellow")
    .option('--stand-in', 'a simulated network decides when the issuer does not answer')
    .option(
      '--auxiliary-product <product-id>',
      'its cards are cobadged: the product of the domestic tokens',
      checked(ProductId),
    )
    .option('--ask-domestic-card', 'ask the issuer for the domestic card of a cobadged one')
    .option(
      '--terms <LANGUAGE=file>',
      'terms the cardholder accepts; English when only a file is named; may be repeated',
      repeatable(languageFile),
    )
    .option('--terms-version <version>', 'version of the terms', '1');
  withOperatorOptions(withD1Options(command))
    .addHelpText(
      'after',
      `
Examples:
  $ countermark product add DEBIT --issuer BANKONE001 --pan-range 99901001:16 --token-bin 99909001:16 \\
      --trid 40010030273 --terms terms.txt --terms de=terms-de.txt
  $ countermark product add VISA --family D1 --issuer BANKTWO001 --scheme VISA --tsp VISA --pan-range 41111111:16 \\
      --token-bin 41111199:16 --trid 40010030273 --service TOKENIZATION --verify-card --rules rules.json
  $ countermark product show DEBIT --json > product.json
  $ countermark product add DEBIT --file product.json`,
    )
    .action(async (productId: string, options: AddOptions) => {
      const sent = await (options.file === undefined
        ? productOf(terminal, productId, options)
        : productIn(terminal, productId, options.file));
      const { products } = await findOperator(options, terminal);
      print(terminal, await products.put(productId, sent), {
        ...options,
        inWords: added => `${describeProduct(added)}\n\nProduct ${productId} is ready.`,
      });
    });
}

function count(text: string): number {
  if (/^[1-9][0-9]{0,4}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a number from 1 to 10000.');
}

async function productOf(terminal: Terminal, productId: string, options: AddOptions): Promise<PutProduct> {
  const { name, tsp, tokenProduct, maxTokens } = options;
  const terms = await Promise.all(
    (options.terms ?? []).map(async ({ name: language, file }) => ({
      id: `${productId}-terms`.slice(0, 64),
      language,
      version: options.termsVersion,
      text: await readText(terminal, file),
    })),
  );
  return {
    issuerId: needed(options.issuer, '--issuer'),
    scheme: options.scheme ?? 'DOMESTIC',
    panRanges: needed(options.panRange, '--pan-range'),
    tokenRanges: needed(options.tokenBin, '--token-bin'),
    tokenRequestorIds: needed(options.trid, '--trid'),
    terms,
    ...(name !== undefined && { name }),
    ...(tsp !== undefined && { tsp }),
    ...(tokenProduct !== undefined && { tokenProductId: tokenProduct }),
    ...(maxTokens !== undefined && { maxTokensPerCard: maxTokens }),
    ...(options.auxiliaryProduct !== undefined && {
      auxiliary: { productId: options.auxiliaryProduct, asksIssuer: options.askDomesticCard ?? false },
    }),
    ...(options.issuerOverridesYellow && { issuerOverridesYellow: true }),
    ...(options.standIn && { standIn: true }),
    ...(await familyOf(terminal, options)),
  };
}

/** Commander's own required options would be required beside --file, too. */
function needed<Value>(value: Value | undefined, option: string): Value {
  if (value !== undefined) return value;
  throw new CommandFailed(`${option} is missing; give it, or the whole product by --file`, exitCodes.usage);
}

/** The hub checks the product; only what tells it from another is looked at here. */
async function productIn(terminal: Terminal, productId: string, file: string): Promise<PutProduct> {
  const { productId: named = productId, ...product } = parseObject(await readText(terminal, file), file);
  if (named === productId) return product as unknown as PutProduct;
  throw new CommandFailed(`${file} describes product ${String(named)}, not ${productId}`, exitCodes.usage);
}

function parseObject(text: string, file: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Told below: the parser's own message would repeat what is in the file.
  }
  throw new CommandFailed(`${file} holds no JSON object`, exitCodes.usage);
}
