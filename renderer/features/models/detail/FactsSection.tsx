import type { ReactNode } from 'react';
import type { Model, ModelEngineState, RoleService } from '../../../../shared/contract/models.ts';
import { useFormat } from '../../../app/format.ts';
import { shortPath } from '../../../paths/short-path.ts';
import { CopyButton } from '../../viewer/inspector/Inspector.tsx';
import { FitBadge } from '../list/FitBadge.tsx';
import { loadedOf, speedOf } from '../loaded.ts';
import { parameterCount } from '../model-facts.ts';
import { partIn } from '../roles/role-choices.ts';
import { useModelsText } from '../text.ts';
import styles from './FactsSection.module.css';
import { Section } from './Section.tsx';

interface FactsSectionProps {
  model: Model;
  services: readonly RoleService[];
  engine: ModelEngineState | undefined;
}

/** What is known of a model: from its file or its server, and from what it did. */
export function FactsSection({ model, services, engine }: FactsSectionProps) {
  const t = useModelsText();
  const format = useFormat();
  const { provider, path, sha256, parameters, contextSize, dimensions, languages } = model;
  const loaded = loadedOf(engine, model);
  const uses = model.serves.map((role) => {
    const part = partIn(services, role, model.id);
    return part === null || part === 'first' ? t.roles[role].name : `${t.roles[role].name} (${t.uses[part]})`;
  });
  const inMemory = loaded && [
    format.bytes(loaded.ram + loaded.vram),
    ...(loaded.contextSize > 0 ? [t.tokens(format.number(loaded.contextSize))] : []),
    ...(loaded.gpuLayers > 0 ? [t.gpuLayers(loaded.gpuLayers)] : []),
  ];
  return (
    <Section title={t.about}>
      <dl className={styles.facts}>
        <Fact name={t.facts.uses}>{uses.join(', ') || t.notUsed}</Fact>
        <Fact name={t.facts.can}>{model.capabilities.map((capability) => t.abilities[capability]).join(', ')}</Fact>
        {!provider && !loaded && (
          <Fact name={t.facts.fit}>
            <FitBadge model={model} />
          </Fact>
        )}
        <Fact name={t.facts.memory}>{inMemory?.join(' · ')}</Fact>
        <Fact name={t.facts.speed}>{speedOf(engine, model, format, t)}</Fact>
        <Fact name={t.facts.size}>{model.size > 0 && format.bytes(model.size)}</Fact>
        <Fact name={t.facts.parameters}>
          {parameters > 0 && `${parameterCount(parameters)} · ${format.number(parameters)}`}
        </Fact>
        <Fact name={t.facts.quantisation}>{model.quantisation}</Fact>
        <Fact name={t.facts.architecture}>{!provider && model.architecture}</Fact>
        <Fact name={t.facts.context}>{contextSize > 0 && t.tokens(format.number(contextSize))}</Fact>
        <Fact name={t.facts.dimensions}>{dimensions > 0 && format.number(dimensions)}</Fact>
        <Fact name={t.facts.languages}>{languageNames(languages).join(', ')}</Fact>
        <Fact name={t.facts.licence}>{!provider && (model.licence || t.licenceUnknown)}</Fact>
        <Fact name={t.facts.engine}>{model.engine}</Fact>
        <Fact name={t.facts.server}>{provider && `${provider.name} · ${provider.host}`}</Fact>
        <Fact name={model.copied ? t.facts.copy : t.facts.file}>
          {path !== '' && <Copyable text={path} shown={shortPath(path, 72)} label={t.copyPath} />}
        </Fact>
        <Fact name={t.facts.hash}>
          {sha256 !== '' && <Copyable text={sha256} shown={`${sha256.slice(0, 24)}…`} label={t.copyHash} />}
        </Fact>
        <Fact name={t.facts.added}>
          <time dateTime={new Date(model.added).toISOString()} title={format.dateTime(model.added)}>
            {format.relative(model.added)}
          </time>
        </Fact>
      </dl>
    </Section>
  );
}

/** Its name and value; nothing without a value. */
function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (children === '' || children === false || children === null || children === undefined) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Copyable({ text, shown, label }: { text: string; shown: string; label: string }) {
  return (
    <span className={styles.copyable}>
      <code title={text}>{shown}</code>
      <CopyButton text={text} label={label} />
    </span>
  );
}

function languageNames(codes: readonly string[]): string[] {
  const names = new Intl.DisplayNames(undefined, { type: 'language', fallback: 'code' });
  return codes.map((code) => {
    try {
      return names.of(code) ?? code;
    } catch {
      // Files say what they like.
      return code;
    }
  });
}
