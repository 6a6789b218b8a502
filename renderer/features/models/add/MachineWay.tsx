import { FoundModels } from './FoundModels.tsx';
import { KeepChoice, type KeepChoiceProps } from './KeepChoice.tsx';

/** Models that other programs keep on this machine. */
export function MachineWay(keep: KeepChoiceProps) {
  return (
    <>
      <KeepChoice {...keep} />
      <FoundModels folder={null} copy={keep.copy} />
    </>
  );
}
