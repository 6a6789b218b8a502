import { useTitle } from '../../app/use-title.ts';
import { BenchPane } from './BenchPane.tsx';
import { useBenchText } from './text.ts';

/** The bench by itself. */
export function BenchScreen() {
  const t = useBenchText();
  useTitle(t.title);
  return (
    <main style={{ height: '100%', minWidth: 0 }} aria-label={t.title}>
      <BenchPane />
    </main>
  );
}
