import { type FormEvent, useState } from 'react';
import type { Model } from '../../../../shared/contract/models.ts';
import { refreshModels } from '../../../app/session.ts';
import { Button } from '../../../components/Button.tsx';
import { ErrorNotice } from '../../../components/ErrorNotice.tsx';
import { TextField } from '../../../components/TextField.tsx';
import { host } from '../../../rpc.ts';
import { useModelsText } from '../text.ts';
import styles from './PricesSection.module.css';
import { Section } from './Section.tsx';

const PRICE = String.raw`\d+([.,]\d+)?`;
const priceOf = (written: string) => Number(written.trim().replace(',', '.'));

/** What a model at a server or service costs, as its owner enters it. */
export function PricesSection({ model: { id, prices } }: { model: Model }) {
  const t = useModelsText();
  const [input, setInput] = useState(prices ? String(prices.input) : '');
  const [output, setOutput] = useState(prices ? String(prices.output) : '');
  const [currency, setCurrency] = useState(prices?.currency ?? 'USD');
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null });

  const keep = async (next: Model['prices']) => {
    setState({ busy: true, error: null });
    try {
      await host.models.setPrices({ id, prices: next });
      await refreshModels();
      setState({ busy: false, error: null });
    } catch (error) {
      setState({ busy: false, error });
    }
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    void keep({ input: priceOf(input), output: priceOf(output), currency: currency.trim().toUpperCase() });
  };
  const forget = () => {
    setInput('');
    setOutput('');
    void keep(null);
  };

  return (
    <Section title={t.prices}>
      <p className={styles.text}>{prices ? t.pricesSet : t.pricesNone}</p>
      <form className={styles.form} onSubmit={save}>
        <div className={styles.fields}>
          <TextField
            label={t.priceIn}
            labelShown
            inputMode="decimal"
            pattern={PRICE}
            required
            value={input}
            onChange={({ currentTarget }) => setInput(currentTarget.value)}
          />
          <TextField
            label={t.priceOut}
            labelShown
            inputMode="decimal"
            pattern={PRICE}
            required
            value={output}
            onChange={({ currentTarget }) => setOutput(currentTarget.value)}
          />
          <TextField
            label={t.currency}
            labelShown
            pattern="[A-Za-z]{3}"
            title={t.currencyForm}
            required
            value={currency}
            onChange={({ currentTarget }) => setCurrency(currentTarget.value)}
          />
        </div>
        <div className={styles.actions}>
          <Button type="submit" disabled={state.busy}>
            {t.pricesSave}
          </Button>
          {prices && (
            <Button variant="quiet" disabled={state.busy} onClick={forget}>
              {t.pricesForget}
            </Button>
          )}
        </div>
      </form>
      {state.error !== null && <ErrorNotice error={state.error} />}
    </Section>
  );
}
