import { Button } from '../../ui/Button.tsx';
import { useBerth } from '../use-berth.ts';
import './safe-bar.css';

/** Says that Berth is in safe mode, and leads to what ends it. */
export function SafeBar() {
  const { isSafe, settings } = useBerth();
  if (!isSafe) return null;
  return (
    <div className="safe-bar" data-testid="safe-bar">
      <span>
        <b>Safe mode.</b> No tab was restored, and a server is linked when you click it.
      </span>
      <Button isSmall onClick={() => settings.open('trouble')}>
        Troubleshooting…
      </Button>
    </div>
  );
}
