/** Whether there is a document that elements can be in, as jsdom and happy-dom make one. */
export const hasElements = typeof document !== 'undefined' && typeof customElements !== 'undefined';
