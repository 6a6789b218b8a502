import { LogIn, LogOut, PackageX, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useLocation, useParams } from 'wouter';
import type { Model } from '../../../../shared/contract/models.ts';
import { useSession } from '../../../app/session.ts';
import { useTitle } from '../../../app/use-title.ts';
import { Button } from '../../../components/Button.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { SubPage } from '../../../components/Page.tsx';
import { Skeleton } from '../../../components/Skeleton.tsx';
import { host } from '../../../rpc.ts';
import { changeModels } from '../change-models.ts';
import { ModelPlace } from '../ModelPlace.tsx';
import { ModelState } from '../ModelState.tsx';
import { RemoveDialog } from '../RemoveDialog.tsx';
import { useModelsText } from '../text.ts';
import { UsesMenu } from '../UsesMenu.tsx';
import { type LiveModels, useLiveModels } from '../use-live-models.ts';
import { AdaptersSection } from './AdaptersSection.tsx';
import { FactsSection } from './FactsSection.tsx';
import styles from './ModelDetailScreen.module.css';
import { OutputsSection } from './OutputsSection.tsx';
import { PricesSection } from './PricesSection.tsx';
import { TemplateSection } from './TemplateSection.tsx';
import { TrialSection } from './TrialSection.tsx';

/** Everything about one model, and a place to try it. */
export function ModelDetailScreen() {
  const t = useModelsText();
  const { id } = useParams();
  const models = useSession((session) => session.models);
  const live = useLiveModels();
  const model = models?.find((each) => each.id === id);
  useTitle(model?.name ?? t.models);

  return (
    <SubPage label={model?.name ?? t.models} width={1168} parent={{ href: '/models', name: t.back }}>
      {!models && <Skeleton height={320} />}
      {models && !model && <EmptyState icon={PackageX} title={t.notFound} text={t.notFoundText} />}
      {model && <Detail key={model.id} model={model} live={live} />}
    </SubPage>
  );
}

function Detail({ model, live: { services = [], engine: engineState } }: { model: Model; live: LiveModels }) {
  const t = useModelsText();
  const [, navigate] = useLocation();
  const [removing, setRemoving] = useState(false);
  const { id, name, provider, state, reason, capabilities, engine } = model;
  return (
    <>
      <header className={styles.head}>
        <div className={styles.name}>
          <h1>{name}</h1>
          <p className={styles.where}>
            <ModelPlace model={model} />
            <ModelState model={model} />
          </p>
        </div>
        <div className={styles.actions}>
          {!provider && <LoadButton id={id} state={state} />}
          <UsesMenu model={model} services={services} trigger={<Button>{t.useForMenu}</Button>} />
          <Button icon={Trash2} onClick={() => setRemoving(true)}>
            {t.remove}
          </Button>
        </div>
      </header>
      {reason !== '' && (
        <p className={styles.reason} role="status">
          {reason}
        </p>
      )}
      <div className={styles.panes}>
        <div className={styles.pane}>
          <FactsSection model={model} services={services} engine={engineState} />
          {engine === 'llama.cpp' && capabilities.includes('chat') && <TemplateSection model={model} />}
          {engine === 'llama.cpp' && <AdaptersSection model={model} />}
          {provider && <PricesSection model={model} />}
          <OutputsSection model={model} />
        </div>
        <div className={styles.pane}>
          <TrialSection model={model} />
        </div>
      </div>
      <RemoveDialog
        model={removing ? model : null}
        onRemoved={() => navigate('/models')}
        onClose={() => setRemoving(false)}
      />
    </>
  );
}

function LoadButton({ id, state }: Pick<Model, 'id' | 'state'>) {
  const t = useModelsText();
  const [busy, setBusy] = useState(false);
  const isLoaded = state === 'loaded';
  const change = async () => {
    setBusy(true);
    await changeModels(() => (isLoaded ? host.models.unload({ id }) : host.models.load({ id })));
    setBusy(false);
  };
  return (
    <Button
      icon={isLoaded ? LogOut : LogIn}
      disabled={busy || state === 'loading' || state === 'missing'}
      onClick={() => void change()}
    >
      {isLoaded ? t.unload : t.load}
    </Button>
  );
}
