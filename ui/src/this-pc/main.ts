import { mount } from 'svelte';

import '../base.css';
import '../tokens.css';
import { chooseBackend } from './backend';
import { begin } from './live.svelte';
import ThisPc from './ThisPc.svelte';

const wanted = await begin(await chooseBackend());
mount(ThisPc, { target: document.getElementById('app') ?? document.body, props: { wanted } });
