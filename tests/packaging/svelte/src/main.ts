import { mount } from 'svelte';
import Share from './Share.svelte';

mount(Share, { target: document.getElementById('app')! });
