import './jitless.ts';
import './tokens.css';
import './base.css';
import { createRoot } from 'react-dom/client';
import { connect } from '../rpc.ts';
import { App } from './App.tsx';
import { applyRememberedTheme } from './theme.ts';

applyRememberedTheme();
connect();

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element for the app.');
createRoot(root).render(<App />);
