import { Boxes } from 'lucide-react';
import { useLocation } from 'wouter';
import { Button } from '../../components/Button.tsx';
import { useSettingsText } from './text.ts';

/** Where models are chosen. */
export function ModelsSection() {
  const t = useSettingsText();
  const [, navigate] = useLocation();
  return (
    <div>
      <Button icon={Boxes} onClick={() => navigate('/models')}>
        {t.toModels}
      </Button>
    </div>
  );
}
