import 'subshare/vue';
