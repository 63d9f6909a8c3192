// Before anything else of the page: takes away what an older browser does not have. `?without=WebAssembly,URL.canParse`
for (const path of (new URLSearchParams(location.search).get('without') ?? '').split(',').filter(Boolean)) {
  const names = path.split('.');
  const last = names.pop();
  delete names.reduce((at, name) => at?.[name], window)?.[last];
}
