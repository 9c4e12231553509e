/** `12.50 EUR` for 1250: as many decimals as the currency has. */
export function inMoney({ amount, currency }: { amount: number; currency: string }): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  const decimals = format.resolvedOptions().maximumFractionDigits ?? 0;
  return `${(amount / 10 ** decimals).toFixed(decimals)} ${currency}`;
}
