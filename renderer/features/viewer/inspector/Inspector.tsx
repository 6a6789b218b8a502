import { Check, Copy } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import type { AssetDetail } from '../../../../shared/contract/library.ts';
import { type Format, useFormat } from '../../../app/format.ts';
import { useSession } from '../../../app/session.ts';
import { Fact, Facts } from '../../../components/Facts.tsx';
import { IconButton } from '../../../components/IconButton.tsx';
import { shortPath } from '../../../paths/short-path.ts';
import { host, useQuery } from '../../../rpc.ts';
import { OcrOfFile } from '../../ocr/OcrOfFile.tsx';
import { useOcrText } from '../../ocr/text.ts';
import { ContainedFiles, ShowInLibrary } from '../contained/ContainedFiles.tsx';
import { UnreadParts } from '../contained/UnreadParts.tsx';
import { assetHref } from '../open-asset.ts';
import { useViewerText } from '../text.ts';
import { describeMaker, describeParameters } from './describe-parameters.ts';
import styles from './Inspector.module.css';
import { Tags } from './Tags.tsx';
import { WrittenByModels } from './WrittenByModels.tsx';

/** Files in a container that are listed here. */
const MOST_CONTAINED = 8;
/** Files in it that could not be read which are in sight at first, for each reason. */
const FEW_UNREAD = 3;

/** What is known about an asset: its facts, places, labels, and what was made from it by which engine. */
export function Inspector({ asset, onChange }: { asset: AssetDetail; onChange: () => void }) {
  const t = useViewerText();
  const o = useOcrText();
  const format = useFormat();
  const version = useSession((session) => session.libraryVersion);
  const { data: made, reload } = useQuery(
    ['derivations', asset.id],
    () => host.derivations.asset({ id: asset.id }),
    version,
  );
  const read = made?.read ?? asset.derivations;
  const described = made?.written.filter(({ written }) => written.kind !== 'page-text') ?? [];
  const changed = () => {
    onChange();
    reload();
  };
  return (
    <aside className={styles.inspector} aria-label={t.inspector}>
      <Section title={t.about}>
        <Facts>
          <Fact label={t.kind}>{`${t.kinds[asset.kind]}${asset.mime === '' ? '' : ` (${asset.mime})`}`}</Fact>
          <Fact label={t.title}>{asset.title}</Fact>
          <Fact label={t.date}>
            <time dateTime={new Date(asset.date).toISOString()}>{format.dateTime(asset.date)}</time>
          </Fact>
          <Fact label={t.size}>{format.bytes(asset.size)}</Fact>
          <Fact label={t.dimensions}>{dimensionsOf(asset, format, t.points)}</Fact>
          <Fact label={t.pages}>{asset.pages > 0 ? format.number(asset.pages) : ''}</Fact>
          <Fact label={t.passages}>{format.number(asset.passages)}</Fact>
          <Fact label={t.state}>
            {asset.reason === '' ? t.states[asset.state] : `${t.states[asset.state]}: ${asset.reason}`}
          </Fact>
        </Facts>
      </Section>
      <Section title={t.tags}>
        <Tags
          ids={[asset.id]}
          tags={asset.tags.map((tag) => ({ tag, count: 1 }))}
          origins={made?.tags ?? []}
          onChange={changed}
        />
      </Section>
      {asset.parts > 0 && (
        <Section title={t.contains(asset.parts)}>
          <ContainedFiles asset={asset} most={MOST_CONTAINED} />
          <ShowInLibrary asset={asset} variant="quiet" />
        </Section>
      )}
      {asset.unreadParts > 0 && (
        <Section title={t.couldNotRead(asset.unreadParts)}>
          <UnreadParts key={asset.id} asset={asset} few={FEW_UNREAD} />
        </Section>
      )}
      {isReadByOcr(asset) && (
        <Section title={o.scans}>
          <OcrOfFile key={asset.id} asset={asset} written={made?.written ?? []} onChange={changed} />
        </Section>
      )}
      {made && described.length + made.failures.length > 0 && (
        <Section title={t.writtenByModels}>
          <WrittenByModels assetId={asset.id} written={described} failures={made.failures} onChange={changed} />
        </Section>
      )}
      <Section title={asset.files.length === 1 ? t.file : t.files(asset.files.length)}>
        <ul className={styles.files}>
          {asset.files.map(({ path, missing, container }) => (
            <li key={path}>
              <div className={styles.place}>
                <span className={styles.path} title={path} data-missing={missing || undefined}>
                  {shortPath(path, 64)}
                </span>
                {container && (
                  <span className={styles.container}>
                    {t.insideOf}{' '}
                    <Link href={assetHref({ id: container.id })} title={container.path}>
                      {container.name}
                    </Link>
                  </span>
                )}
              </div>
              {missing && <span className={styles.missing}>{t.missing}</span>}
              <CopyButton text={path} label={t.copyPath} />
            </li>
          ))}
        </ul>
      </Section>
      {asset.metadata.length > 0 && (
        <Section title={t.metadata}>
          <Facts>
            {asset.metadata.map(({ label, value }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: metadata may repeat a label.
              <Fact key={index} label={label}>
                {value}
              </Fact>
            ))}
          </Facts>
        </Section>
      )}
      <Section title={t.derivations}>
        {read.length === 0 && <p className={styles.none}>{t.noDerivations}</p>}
        <ul className={styles.derivations}>
          {read.map((derivation) => (
            <Reading
              key={`${derivation.kind} ${derivation.time} ${derivation.parameters}`}
              derivation={derivation}
              reason={asset.reason}
            />
          ))}
        </ul>
      </Section>
      <Section title={t.hash}>
        <p className={styles.hash}>
          <code>{asset.id}</code>
          <CopyButton text={asset.id} label={t.copyHash} />
        </p>
      </Section>
    </aside>
  );
}

function isReadByOcr({ kind, derivations }: AssetDetail): boolean {
  return kind === 'image' || derivations.some((derivation) => derivation.kind.startsWith('ocr'));
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.section}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/** What was made from the file: by whom, when and how; what the file's state says already is not said again. */
function Reading({ derivation, reason }: { derivation: AssetDetail['derivations'][number]; reason: string }) {
  const t = useViewerText();
  const format = useFormat();
  const { kind, parameters, time } = derivation;
  const maker = describeMaker(derivation);
  return (
    <li>
      <strong>{t.derivationKind(kind)}</strong>
      <span title={maker.full}>{maker.name}</span>
      <p>
        <time dateTime={new Date(time).toISOString()}>{format.dateTime(time)}</time>
        {describeParameters(parameters)
          .filter((parameter) => !reason.includes(parameter))
          .map((parameter) => ` · ${parameter}`)}
      </p>
    </li>
  );
}

export function CopyButton({ text, label }: { text: string; label: string }) {
  const t = useViewerText();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <IconButton
      icon={copied ? Check : Copy}
      label={copied ? t.copied : label}
      size="small"
      onClick={() => void copy()}
    />
  );
}

function dimensionsOf({ kind, width, height }: AssetDetail, format: Format, points: string): string {
  if (width === 0 || height === 0) return '';
  return `${format.number(Math.round(width))} × ${format.number(Math.round(height))} ${kind === 'pdf' ? points : 'px'}`;
}
