import { mount } from 'svelte';

import App from './App.svelte';
import { chooseBackend } from './backend';
import './base.css';
import { begin } from './live.svelte';
import './tokens.css';

await begin(await chooseBackend());
mount(App, { target: document.getElementById('app') ?? document.body });
