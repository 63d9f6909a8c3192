import 'subshare/svelte';
