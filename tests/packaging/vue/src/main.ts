import { createApp } from 'vue';
import Share from './Share.vue';

createApp(Share).mount('#app');
