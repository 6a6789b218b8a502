/** An amount in a currency (ISO 4217) as people write it; what is less than a hundredth, as that. `locale`: BCP 47. */
export function describeMoney({ amount, currency }: { amount: number; currency: string }, locale?: string): string {
  const written = (value: number) =>
    new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'code' })
      .format(value)
      .replaceAll('\u00A0', ' ');
  return amount > 0 && amount < 0.01 ? `less than ${written(0.01)}` : written(amount);
}
