import { FfmpegPanel } from './FfmpegPanel.tsx';
import { ScansPanel } from './ScansPanel.tsx';
import { SidecarsPanel } from './SidecarsPanel.tsx';

/** In which languages pictures are read, with what videos and sound, and what is written beside them. */
export function ReadingSection() {
  return (
    <>
      <ScansPanel />
      <FfmpegPanel />
      <SidecarsPanel />
    </>
  );
}
