// What each runtime's front is made with: the sandbox's addresses, as they are given to the runtime.
export const optionsFrom = (given) => ({
  baseUrl: given('FRONT_API'),
  tokenUrl: `${given('FRONT_LOGIN')}/oauth/token`,
  clientId: 'fjordposten',
  clientSecret: 'fjordposten-sandbox-secret',
  login: { authorizeUrl: `${given('FRONT_LOGIN')}/oauth/authorize`, secrets: ['a secret of thirty-two characters and more'] },
  timeout: 1500,
});
