import { Compass } from 'lucide-react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { Button } from '../components/Button.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { ActivityScreen } from '../features/activity/ActivityScreen.tsx';
import { BenchScreen } from '../features/bench/BenchScreen.tsx';
import { ChatScreen } from '../features/chat/ChatScreen.tsx';
import { DuplicatesScreen } from '../features/duplicates/DuplicatesScreen.tsx';
import { LibraryScreen } from '../features/library/LibraryScreen.tsx';
import { AddModelScreen } from '../features/models/add/AddModelScreen.tsx';
import { ModelDetailScreen } from '../features/models/detail/ModelDetailScreen.tsx';
import { ModelsScreen } from '../features/models/ModelsScreen.tsx';
import { CoverageScreen } from '../features/overview/CoverageScreen.tsx';
import { MissingScreen } from '../features/overview/MissingScreen.tsx';
import { SearchScreen } from '../features/search/SearchScreen.tsx';
import { SettingsScreen } from '../features/settings/SettingsScreen.tsx';
import { TagsScreen } from '../features/tags/TagsScreen.tsx';
import { ViewerScreen } from '../features/viewer/ViewerScreen.tsx';
import { WelcomeScreen } from '../features/welcome/WelcomeScreen.tsx';
import { useSession } from './session.ts';
import { text } from './text.ts';

/** Which screen a route shows. */
export function Routes() {
  return (
    <Switch>
      <Route path="/" component={Start} />
      <Route path="/welcome" component={WelcomeScreen} />
      <Route path="/library" component={LibraryScreen} />
      <Route path="/library/coverage" component={CoverageScreen} />
      <Route path="/library/missing" component={MissingScreen} />
      <Route path="/library/duplicates" component={DuplicatesScreen} />
      <Route path="/search" component={SearchScreen} />
      <Route path="/chat/:id?" component={ChatScreen} />
      <Route path="/asset/:id" component={ViewerScreen} />
      <Route path="/tags/:view?" component={TagsScreen} />
      <Route path="/models" component={ModelsScreen} />
      <Route path="/models/add" component={AddModelScreen} />
      <Route path="/models/bench" component={BenchScreen} />
      <Route path="/models/:id" component={ModelDetailScreen} />
      <Route path="/activity" component={ActivityScreen} />
      <Route path="/settings" component={SettingsScreen} />
      <Route component={Nowhere} />
    </Switch>
  );
}

/** The first-run path until it was finished or put aside, then the library. */
function Start() {
  const welcomed = useSession((session) => session.settings?.welcomed);
  if (welcomed === undefined) return null;
  return <Redirect to={welcomed ? '/library' : '/welcome'} replace />;
}

function Nowhere() {
  const [, navigate] = useLocation();
  return (
    <main>
      <EmptyState icon={Compass} title={text.nowhere}>
        <Button onClick={() => navigate('/library')}>{text.toLibrary}</Button>
      </EmptyState>
    </main>
  );
}
