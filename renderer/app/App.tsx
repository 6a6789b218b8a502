import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { Router } from 'wouter';
import { Frame } from './frame/Frame.tsx';
import { useHashLocation, useHashSearch } from './hash-location.ts';
import { useSessionFeeds } from './session.ts';
import { useTheme } from './theme.ts';

/** The whole window. The policy of its page allows no inline style elements, hence the provider. */
export function App() {
  useSessionFeeds();
  useTheme();
  return (
    <CSPProvider disableStyleElements>
      <Tooltip.Provider delay={500}>
        <Router hook={useHashLocation} searchHook={useHashSearch}>
          <Frame />
        </Router>
      </Tooltip.Provider>
    </CSPProvider>
  );
}
